// Whether an answer is the whole answer: a fast proxy that loses bytes must not look good.
import { EVENT_COUNT } from './answers.ts'

export type AnswerKind = 'message' | 'sse' | 'frames'

/** @throws Error that says what is wrong with the answer. */
export function checkAnswer(kind: AnswerKind, status: number, body: Buffer): void {
  if (status !== 200) throw wrong(`status ${status}`, body)
  const types = eventTypes(kind, body)
  const expected = kind === 'message' ? 1 : EVENT_COUNT
  if (types.length !== expected) throw wrong(`${types.length} events instead of ${expected}`, body)
  const last = kind === 'message' ? 'message' : 'message_stop'
  if (types.at(-1) !== last) throw wrong(`it ends with '${types.at(-1)}' instead of '${last}'`, body)
}

function wrong(what: string, body: Buffer): Error {
  return new Error(`wrong answer: ${what}; it begins with ${JSON.stringify(body.toString('utf8', 0, 300))}`)
}

function eventTypes(kind: AnswerKind, body: Buffer): string[] {
  switch (kind) {
    case 'message':
      return [typeOf(body.toString())]
    case 'sse':
      return [...body.toString().matchAll(/^data: (.*)$/gm)].map(([, data]) => typeOf(data!))
    case 'frames':
      return payloadsOf(body).map((payload) => {
        const { bytes } = JSON.parse(payload) as { bytes: string }
        return typeOf(Buffer.from(bytes, 'base64').toString())
      })
  }
}

function typeOf(json: string): string {
  const { type } = JSON.parse(json) as { type?: unknown }
  return String(type)
}

/** Frames of `application/vnd.amazon.eventstream`: total length, length of the headers, checksum, headers, payload, checksum. */
function payloadsOf(body: Buffer): string[] {
  const payloads: string[] = []
  for (let at = 0; at < body.length;) {
    const end = at + body.readUInt32BE(at)
    payloads.push(body.toString('utf8', at + 12 + body.readUInt32BE(at + 4), end - 4))
    at = end
  }
  return payloads
}
