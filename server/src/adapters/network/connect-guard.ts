// What upstream connections ask before they are made: addresses that the operator has configured are trusted as they are,
// those of credentials are checked.
import type { AddressGuard } from './endpoint-guard.ts'

export interface ConnectTarget {
  readonly protocol: string
  readonly hostname: string
  /** Empty for the protocol's own. */
  readonly port: string
}

export interface ConnectGuard {
  isTrusted(to: ConnectTarget): boolean
  /** @returns why nothing may be sent there; null when it may. */
  denial(to: ConnectTarget, addresses: readonly string[]): string | null
}

/** @param trusted URLs of the environment; `{region}` stands for any region */
export function makeConnectGuard(
  guard: Pick<AddressGuard, 'denialAt'>,
  trusted: readonly string[],
): ConnectGuard {
  const origins = trusted.map(originPattern)
  return {
    isTrusted: (to) => {
      const origin = originOf(to)
      return origins.some((pattern) => pattern.test(origin))
    },
    denial: (to, addresses) => guard.denialAt(to, addresses),
  }
}

const REGION = 'region-placeholder'

function originPattern(url: string): RegExp {
  const origin = originOf(new URL(url.replaceAll('{region}', REGION)))
  const literal = origin.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`^${literal.replaceAll(REGION, '[a-z0-9-]+')}$`)
}

const PORTS: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' }

/** An IPv6 host may come with its brackets or without. */
function originOf({ protocol, hostname, port }: ConnectTarget): string {
  return `${protocol}//${hostname.replace(/^\[(.*)\]$/, '$1')}|${port || PORTS[protocol]}`
}
