// Connects only to addresses that a guard lets pass, at the moment of connecting: what a name stood for when it was saved
// says nothing about what it stands for now.
import { lookup } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { buildConnector } from 'undici'

export interface ConnectTarget {
  readonly protocol: string
  readonly hostname: string
  readonly port: string
}

export interface AddressCheck {
  /** Whether the target is none of the guard's business. */
  isTrusted(to: ConnectTarget): boolean
  /** Gets all addresses of a name. @returns why they are denied; null when they may be connected to. */
  denial(to: ConnectTarget, addresses: readonly string[]): string | null
}

export function guardedConnector(
  options: buildConnector.BuildOptions,
  check: AddressCheck,
  resolve: LookupFunction = lookup,
): buildConnector.connector {
  const open = buildConnector(options)
  return function connect(target, callback) {
    const to = { protocol: target.protocol, hostname: target.hostname, port: target.port }
    if (check.isTrusted(to)) return open(target, callback)
    if (isIP(to.hostname) === 0)
      return buildConnector({ ...options, lookup: checkedLookup(to, check, resolve) })(target, callback)
    // An address is connected to as it is, and nothing is looked up.
    const denial = check.denial(to, [to.hostname])
    if (denial === null) return open(target, callback)
    return callback(new Error(denial), null)
  }
}

/** The socket gets the very addresses that were checked: nobody is asked a second time. */
function checkedLookup(to: ConnectTarget, check: AddressCheck, resolve: LookupFunction): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, [])
      const addresses = typeof found === 'string' ? [{ address: found, family: isIP(found) }] : found
      const denial = check.denial(
        to,
        addresses.map(({ address }) => address),
      )
      if (denial !== null) return callback(new Error(denial), [])
      if (options.all) return callback(null, addresses)
      const [first] = addresses
      return callback(null, first?.address ?? '', first?.family)
    })
  }
}
