// A credential that callers bring along, in the headers that would otherwise carry their project key.
import { KEY_PREFIX } from '@headgate/shared/keys'
import { filterHeaders, type RawHeaders } from './raw-headers.ts'

/** The headers as they came, less project keys and signatures made for AWS: neither is ever sent to Anthropic. */
export function ownCredentialHeaders(headers: RawHeaders): string[] {
  const carriers = filterHeaders(headers, (name) => name === 'authorization' || name === 'x-api-key')
  const own: string[] = []
  for (let i = 0; i < carriers.length; i += 2) {
    const value = carriers[i + 1]!.trim()
    if (value !== '' && !value.includes(KEY_PREFIX) && !/^AWS4-/i.test(value)) {
      own.push(carriers[i]!, carriers[i + 1]!)
    }
  }
  return own
}

/** The secrets in them, without their scheme. */
export function ownSecrets(own: RawHeaders): string[] {
  return own.filter((_, i) => i % 2 === 1).map((value) => value.trim().split(/\s+/).at(-1)!)
}
