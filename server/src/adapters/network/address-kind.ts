// What an address is to somebody who must not be led astray by it: public, this machine, private, or never to be reached.
import ipaddr from 'ipaddr.js'

type Address = ReturnType<typeof ipaddr.process>

export type AddressKind = 'public' | 'loopback' | 'private' | 'never'

/** Cloud metadata services and the like; most of their addresses are link-local, these are not. */
const METADATA = new Set([
  'fd00:ec2::254',
  'fd00:ec2::23',
  'fd20:ce::254',
  '100.100.100.200',
  '168.63.129.16',
])
const NEVER = new Set(['linkLocal', 'unspecified', 'multicast', 'broadcast', 'reserved'])
/** What routers of the public IPv6 internet carry. Elsewhere are old and local ranges that no library names. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3')

/** Where an IPv4 address lies inside an IPv6 address that stands for it. */
const EMBEDDINGS: readonly { readonly range: [ipaddr.IPv6, number]; readonly at: number }[] = [
  // NAT64, the well-known prefix and the one for local use; SIIT; deprecated IPv4-compatible addresses.
  { range: ipaddr.IPv6.parseCIDR('64:ff9b::/96'), at: 12 },
  { range: ipaddr.IPv6.parseCIDR('64:ff9b:1::/48'), at: 12 },
  { range: ipaddr.IPv6.parseCIDR('::ffff:0:0:0/96'), at: 12 },
  { range: ipaddr.IPv6.parseCIDR('::/96'), at: 12 },
  { range: ipaddr.IPv6.parseCIDR('2002::/16'), at: 2 },
]

export function kindOf(address: Address): AddressKind {
  const range = address.range()
  if (NEVER.has(range) || METADATA.has(address.toString())) return 'never'
  if (range === 'loopback') return 'loopback'
  if (!(address instanceof ipaddr.IPv6)) return range === 'unicast' ? 'public' : 'private'
  const inner = embedded(address)
  if (inner) return kindOfEmbedded(inner, address)
  return range === 'unicast' && address.match(GLOBAL_UNICAST) ? 'public' : 'private'
}

export function rangeOf(address: Address): string {
  if (METADATA.has(address.toString())) return 'metadata'
  const range = address.range()
  return range === 'unicast' && kindOf(address) === 'private' ? 'local' : range
}

/** A network without IPv4 reaches all of it through NAT64: public hosts are public there as well. */
function kindOfEmbedded(inner: ipaddr.IPv4, address: ipaddr.IPv6): AddressKind {
  const kind = kindOf(inner)
  if (kind === 'never') return 'never'
  return kind === 'public' && address.range() === 'rfc6052' ? 'public' : 'private'
}

function embedded(address: ipaddr.IPv6): ipaddr.IPv4 | null {
  const found = EMBEDDINGS.find(({ range }) => address.match(range))
  return found ? new ipaddr.IPv4(address.toByteArray().slice(found.at, found.at + 4)) : null
}
