// An upstream may repeat the secret it was called with. Its form may be one that no rule of redaction knows.
import type { Secret } from '../vault/secret.ts'
import { maskSecret } from '../redaction/redact.ts'
import { GatewayError } from '../wire/anthropic-error.ts'
import type { FailureResponse, UpstreamFailure } from './failure.ts'
import type { ResponseEnd, CandidateSecret } from './provider.ts'

/** Shorter ones are part of ordinary words, and no secrets. */
const LEAST_CHARS = 8

export type Hide = (text: string) => string

export function secretHider(secret: CandidateSecret): Hide {
  const values = secretsOf(secret)
    .map((value) => value?.reveal() ?? '')
    .filter((value) => value.length >= LEAST_CHARS)
  return (text) => values.reduce((safe, value) => safe.replaceAll(value, () => maskSecret(value)), text)
}

function secretsOf(secret: CandidateSecret): readonly (Secret | null)[] {
  switch (secret.method) {
    case 'api_key':
      return [secret.apiKey]
    case 'oauth':
      return [secret.accessToken, secret.refreshToken]
    case 'workload_identity':
      return [secret.accessToken]
    case 'iam':
      return [secret.secretAccessKey, secret.sessionToken]
    case 'callers_credential':
      return secret.secrets
  }
}

/** A failure without the secret. What does not hold it keeps its bytes. */
export function hideSecret(failure: UpstreamFailure, hide: Hide): UpstreamFailure {
  return { ...failure, reason: hide(failure.reason), answer: hideInAnswer(failure.answer, hide) }
}

/** What an answer said of its end, without the secret. */
export function hideInEnd(end: ResponseEnd, hide: Hide): ResponseEnd {
  return 'reason' in end ? { ...end, reason: hide(end.reason) } : end
}

function hideInAnswer(answer: FailureResponse, hide: Hide): FailureResponse {
  if (answer.kind === 'gateway') {
    const { type, message, status, headers, cause } = answer.error
    const safe = hide(message)
    return safe === message
      ? answer
      : { kind: 'gateway', error: new GatewayError(type, safe, { status, headers, cause }) }
  }
  // Latin-1 keeps every byte as it is; secrets are ASCII.
  const text = latin1(answer.body)
  const safe = hide(text)
  const headers = answer.headers.map(hide)
  if (safe === text) return { ...answer, headers }
  return { ...answer, headers: withLength(headers, safe.length), body: fromLatin1(safe) }
}

function withLength(headers: readonly string[], length: number): string[] {
  return headers.map((value, i) =>
    i % 2 === 1 && headers[i - 1]!.toLowerCase() === 'content-length' ? String(length) : value,
  )
}

const decoder = new TextDecoder('latin1')

function latin1(bytes: Uint8Array): string {
  return decoder.decode(bytes)
}

function fromLatin1(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0))
}
