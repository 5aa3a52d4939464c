// Credentials of someone else in a request to AWS: a client's, the gateway's own, or another provider's.
import type { RecordedRequest } from '../http-server.ts'
import { isBedrockKey } from './bedrock-key.ts'

/** A credential of someone else that reached AWS. */
export interface Leak {
  /** The header's name, or `url`. */
  readonly header: string
  readonly request: RecordedRequest
}

const foreignSecret = /sk-ant-|hg_live_/

export function findLeaks(request: RecordedRequest): Leak[] {
  const headers = Object.entries(request.headers).filter(
    ([name, value]) =>
      name === 'cookie' ||
      (name === 'x-api-key' && !isAllowedKey(request.path, String(value))) ||
      foreignSecret.test(String(value)),
  )
  const names = headers.map(([name]) => name)
  return [...names, ...(foreignSecret.test(request.url) ? ['url'] : [])].map((header) => ({
    header,
    request,
  }))
}

/** Only the native surfaces take a Bedrock key in `x-api-key`. */
function isAllowedKey(path: string, value: string): boolean {
  return path.startsWith('/anthropic/') && isBedrockKey(value)
}
