// Identities that AWS hands out are in no vault, so that nothing else knows them: an upstream that repeats what it was
// called with must not show one to a client or a log.
import { maskSecret } from '../../../../core/redaction/redact.ts'
import { headerValue } from '../../../../core/upstream/raw-headers.ts'
import type { HttpResponse, HttpRequest } from '../../../../core/upstream/transport.ts'
import { makeGrowingBytes } from '../../../../core/wire/growing-bytes.ts'

const CARRIERS = ['authorization', 'x-amz-security-token']

/** @param answer an error, which is read whole */
export function withoutIdentity(answer: HttpResponse, request: HttpRequest): HttpResponse {
  const values = CARRIERS.map((name) => headerValue(request.headers, name)).filter(
    (value) => value !== undefined,
  )
  const hide = (text: string) =>
    values.reduce((safe, value) => safe.replaceAll(value, () => maskSecret(value)), text)
  return { ...answer, headers: answer.headers.map(hide), body: withoutValues(answer.body, hide) }
}

/** Latin-1 keeps every byte as it is; identities are ASCII. A value may be split over chunks. */
async function* withoutValues(
  body: AsyncIterable<Uint8Array>,
  hide: (text: string) => string,
): AsyncGenerator<Uint8Array> {
  const held = makeGrowingBytes()
  const hideHeld = () => {
    const { buffer, byteOffset, byteLength } = held.take()
    return Buffer.from(hide(Buffer.from(buffer, byteOffset, byteLength).toString('latin1')), 'latin1')
  }
  for await (const chunk of body) {
    held.push(chunk)
    if (held.length >= MAX_HELD_BYTES) yield hideHeld()
  }
  yield hideHeld()
}

/** Readers of errors stop before. */
const MAX_HELD_BYTES = 2 * 2 ** 20
