// What reads an answer while its bytes pass by untouched.
import { makeByteCollector } from '../wire/byte-collector.ts'
import { redactText } from '../redaction/redact.ts'
import type { TokenUsage } from '../usage/token-usage.ts'
import type { ResponseEnd, BrokenEnd } from './provider.ts'

export interface UsageReader {
  readonly usage: TokenUsage
  /** Never throws: what it cannot read concerns the record only. */
  push(chunk: Uint8Array): void
  /** Called once, after the last chunk: completes `usage`. */
  finish(): ResponseEnd
}

/** Answers beyond this size pass all the same, but their usage is not read. */
export const MAX_METERED_BYTES = 32 * 2 ** 20

/** The end of an answer whose last part never came. */
export function cutEnd(failure: 'network' | 'timed_out' | 'unreadable', reason: string): BrokenEnd {
  return { kind: 'cut', failure, errorType: 'api_error', reason: redactText(reason) }
}

/** Reads a copy of a body that passes in a coding: as a whole, once it is there. */
export function readDecoded<Reader extends UsageReader>(
  reader: Reader,
  decode: ((bytes: Uint8Array) => Uint8Array | null) | undefined,
): Reader {
  if (decode === undefined) return reader
  const collector = makeByteCollector(MAX_METERED_BYTES)
  return {
    ...reader,
    push: (chunk) => collector.push(chunk),
    finish() {
      const coded = collector.whole()
      const plain = coded && decode(coded)
      // It passes all the same; only nothing is known of it.
      if (plain === null) return { kind: 'complete' }
      reader.push(plain)
      return reader.finish()
    },
  }
}
