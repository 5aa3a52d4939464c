// Keeps the vault's secrets from being sent where an operator's typing should not reach: metadata services, private hosts.
import { lookup } from 'node:dns/promises'
import ipaddr from 'ipaddr.js'
import type { EndpointGuard } from '../../core/credentials/endpoint-guard.ts'
import { kindOf, rangeOf } from './address-kind.ts'

export interface EndpointGuardOptions {
  /** Loopback endpoints are allowed while the gateway itself is reachable from loopback only. */
  readonly allowLoopback: boolean
  /** Host names, addresses and CIDR ranges that may be reached although they are private. */
  readonly privateEndpoints: readonly string[]
}

type Address = ReturnType<typeof ipaddr.process>

/** The guard at the moment of saving, and again at the moment of connecting, when names may mean something else. */
export interface AddressGuard extends EndpointGuard {
  /** @returns why nothing may be sent to this host at these addresses, all that its name stands for; null when it may. */
  denialAt(to: Pick<URL, 'protocol' | 'hostname'>, addresses: readonly string[]): string | null
}

/** Names may resolve only inside a cloud. */
const METADATA_NAMES = new Set([
  'metadata',
  'metadata.google.internal',
  'metadata.goog',
  'instance-data',
  'instance-data.ec2.internal',
])

export function makeEndpointGuard({ allowLoopback, privateEndpoints }: EndpointGuardOptions): AddressGuard {
  function denialOf(protocol: string, host: string, addresses: readonly Address[]): string | null {
    if (METADATA_NAMES.has(host)) return `${host} is a metadata service, which is never allowed.`
    if (protocol === 'http:' && !isLoopbackHost(host, addresses)) {
      return 'plain http is only allowed to loopback hosts; use https.'
    }
    const listed = privateEndpoints.some((entry) => entry.toLowerCase() === host)
    const denials = addresses.map((address) =>
      addressDenial(address, listed, { allowLoopback, privateEndpoints }),
    )
    return denials.find((denial) => denial !== null) ?? null
  }
  return {
    async denial({ protocol, hostname }) {
      const host = plainHost(hostname)
      // Such a name is denied whatever it stands for.
      const addresses = METADATA_NAMES.has(host) ? [] : await addressesOf(host)
      return denialOf(protocol, host, addresses)
    },
    denialAt: ({ protocol, hostname }, addresses) =>
      denialOf(protocol, plainHost(hostname), addresses.map(parseAddress)),
  }
}

function plainHost(hostname: string): string {
  return hostname
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '')
    .toLowerCase()
}

/** Zones (`fe80::1%eth0`) say where an address counts, not what it is. */
function parseAddress(address: string): Address {
  return ipaddr.process(address.replace(/%.*$/, ''))
}

/** A name that cannot be resolved now may belong to a network that is only reachable elsewhere. */
async function addressesOf(host: string): Promise<Address[]> {
  if (ipaddr.isValid(host)) return [ipaddr.process(host)]
  if (host === 'localhost' || host.endsWith('.localhost')) return [ipaddr.process('127.0.0.1')]
  const found = await lookup(host, { all: true }).catch(() => [])
  return found.map(({ address }) => ipaddr.process(address))
}

/** At the moment of connecting even `localhost` is what it resolves to. */
function isLoopbackHost(host: string, addresses: readonly Address[]): boolean {
  if (addresses.length === 0) return host === 'localhost'
  return addresses.every((address) => address.range() === 'loopback')
}

function addressDenial(address: Address, listed: boolean, options: EndpointGuardOptions): string | null {
  const kind = kindOf(address)
  if (kind === 'never')
    return `${address.toString()} is a ${rangeOf(address)} address, which is never allowed.`
  if (kind === 'public' || listed || options.privateEndpoints.some((entry) => covers(entry, address)))
    return null
  if (kind === 'loopback' && options.allowLoopback) return null
  return `${address.toString()} is a ${rangeOf(address)} address; add it to HEADGATE_PRIVATE_ENDPOINTS to allow it.`
}

function covers(entry: string, address: Address): boolean {
  if (!entry.includes('/'))
    return ipaddr.isValid(entry) && ipaddr.process(entry).toString() === address.toString()
  const [range, bits] = ipaddr.parseCIDR(entry)
  return range.kind() === address.kind() && address.match(range, bits)
}

/** Whether nobody but this machine is served: neither by its address, nor through a proxy in front of it. */
export function servesThisMachineOnly(host: string, publicUrl: string): boolean {
  return isLoopback(host) && isLoopback(plainHost(new URL(publicUrl).hostname))
}

/** Whether a listen address can only be reached from this machine. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || (ipaddr.isValid(host) && ipaddr.process(host).range() === 'loopback')
}
