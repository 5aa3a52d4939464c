// Keeps the vault's secrets from being sent where an operator's typing should not reach: metadata services, private hosts.
import { lookup } from 'node:dns/promises'
import ipaddr from 'ipaddr.js'
import type { EndpointGuard } from '../../core/credentials/endpoint-guard.ts'

export interface EndpointGuardOptions {
  /** Loopback endpoints are allowed while the gateway itself is reachable from loopback only. */
  readonly allowLoopback: boolean
  /** Host names, addresses and CIDR ranges that may be reached although they are private. */
  readonly privateEndpoints: readonly string[]
}

type Address = ReturnType<typeof ipaddr.process>

/** Cloud metadata services; most addresses are link-local, these are not. The names may resolve only inside a cloud. */
const METADATA = new Set(['fd00:ec2::254', '100.100.100.200'])
const METADATA_NAMES = new Set([
  'metadata',
  'metadata.google.internal',
  'metadata.goog',
  'instance-data',
  'instance-data.ec2.internal',
])
const NEVER = new Set(['linkLocal', 'unspecified', 'multicast', 'broadcast', 'reserved'])

export function makeEndpointGuard({ allowLoopback, privateEndpoints }: EndpointGuardOptions): EndpointGuard {
  return {
    async refusal(url) {
      const host = url.hostname
        .replace(/^\[(.*)\]$/, '$1')
        .replace(/\.$/, '')
        .toLowerCase()
      if (METADATA_NAMES.has(host)) return `${host} is a metadata service, which is never allowed.`
      const addresses = await addressesOf(host)
      if (url.protocol === 'http:' && !isLoopbackHost(host, addresses)) {
        return 'plain http is only allowed to loopback hosts; use https.'
      }
      const listed = privateEndpoints.some((entry) => entry.toLowerCase() === host)
      const refusals = addresses.map((address) =>
        addressRefusal(address, listed, { allowLoopback, privateEndpoints }),
      )
      return refusals.find((refusal) => refusal !== null) ?? null
    },
  }
}

/** A name that cannot be resolved now may belong to a network that is only reachable elsewhere. */
async function addressesOf(host: string): Promise<Address[]> {
  if (ipaddr.isValid(host)) return [ipaddr.process(host)]
  if (host === 'localhost' || host.endsWith('.localhost')) return [ipaddr.process('127.0.0.1')]
  const found = await lookup(host, { all: true }).catch(() => [])
  return found.map(({ address }) => ipaddr.process(address))
}

function isLoopbackHost(host: string, addresses: readonly Address[]): boolean {
  return (
    host === 'localhost' ||
    (addresses.length > 0 && addresses.every((address) => address.range() === 'loopback'))
  )
}

function addressRefusal(address: Address, listed: boolean, options: EndpointGuardOptions): string | null {
  const range = address.range()
  if (NEVER.has(range) || METADATA.has(address.toString())) {
    return `${address.toString()} is a ${range} address, which is never allowed.`
  }
  if (range === 'unicast' || listed || options.privateEndpoints.some((entry) => covers(entry, address)))
    return null
  if (range === 'loopback' && options.allowLoopback) return null
  return `${address.toString()} is a ${range} address; add it to HEADGATE_PRIVATE_ENDPOINTS to allow it.`
}

function covers(entry: string, address: Address): boolean {
  if (!entry.includes('/'))
    return ipaddr.isValid(entry) && ipaddr.process(entry).toString() === address.toString()
  const [range, bits] = ipaddr.parseCIDR(entry)
  return range.kind() === address.kind() && address.match(range, bits)
}

/** Whether a listen address can only be reached from this machine. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || (ipaddr.isValid(host) && ipaddr.process(host).range() === 'loopback')
}
