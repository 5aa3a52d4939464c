// Which web origins may use the control plane with a cookie: the gateway's own.
import type { IncomingHttpHeaders } from 'node:http'

export interface OriginPolicy {
  readonly origins: readonly string[]
  allows(headers: IncomingHttpHeaders): boolean
}

/** A gateway on loopback is itself under each of the machine's own names. */
const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]']

export function makeOriginPolicy(publicUrl: string): OriginPolicy {
  const { origin, protocol, port, hostname } = new URL(publicUrl)
  const names = LOOPBACK_NAMES.includes(hostname) ? LOOPBACK_NAMES : []
  const origins = [
    ...new Set([
      origin,
      ...names.map((name) => new URL(`${protocol}//${name}${port ? `:${port}` : ''}`).origin),
    ]),
  ]
  return {
    origins,
    allows(headers) {
      if (headers.origin !== undefined) return origins.includes(headers.origin)
      // Browsers leave the origin out of same-origin GET requests; programs never send either.
      const site = headers['sec-fetch-site']
      return site === undefined || site === 'same-origin' || site === 'none'
    },
  }
}
