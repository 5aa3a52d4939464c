// What browsers are told about answers of the control plane. Answers of the data plane stay as the upstream gave them.
import { isDataPlane } from './request-path.ts'

/** For whatever a browser gets from us. */
const COMMON = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()',
} as const

/** The console loads nothing from elsewhere and runs nothing that is written into a page. */
export const CONSOLE_HEADERS = {
  ...COMMON,
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; '),
} as const

/** Data that is no page: shown in a browser it does nothing, and no cache keeps it. */
const API_HEADERS = {
  ...COMMON,
  'content-security-policy':
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'cache-control': 'no-store',
} as const

const YEAR_SECONDS = 365 * 24 * 60 * 60
/** Neither subdomains nor preloading: those are the operator's to decide. */
const HSTS = { 'strict-transport-security': `max-age=${YEAR_SECONDS}` } as const

const API_PATH = /^\/(?:(?:trpc|auth|oauth)(?:\/|$)|audit\/export$|metrics$)/

/** By route, so that denials carry them too. @param route the path where there is none */
export function securityHeaders(route: string, isHttps: boolean): Readonly<Record<string, string>> {
  if (isDataPlane(route)) return {}
  return { ...(API_PATH.test(route) ? API_HEADERS : COMMON), ...(isHttps && HSTS) }
}
