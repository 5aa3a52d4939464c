// Meters an answer of one JSON object, whose usage is read once it is whole.
import type { ModelOperation } from '../../../../core/upstream/bedrock-path-call.ts'
import type { BrokenEnd } from '../../../../core/upstream/provider.ts'
import type { RawHeaders } from '../../../../core/upstream/raw-headers.ts'
import { emptyUsage, mergeMessagesUsage } from '../../../../core/usage/token-usage.ts'
import { concatBytes } from '../../../../core/wire/bytes.ts'
import { parseJsonObject } from '../../../../core/wire/json-object.ts'
import { bedrockDisguisedFailure } from '../errors/bedrock-failure.ts'
import { errorEnd, type PathMeter } from './path-meter.ts'
import { mergeConverseUsage, mergeHeaderUsage } from './path-usage.ts'

/** Answers beyond this size pass all the same, but their usage is not read. */
const MAX_METERED_BYTES = 32 * 2 ** 20

const UNREADABLE: BrokenEnd = {
  kind: 'error',
  failure: 'unreadable',
  errorType: 'api_error',
  reason: 'Bedrock answered with success and something that is no JSON object',
}

/** @param operation null for inference profiles */
export function makeJsonMeter(
  operation: ModelOperation | null,
  status: number,
  headers: RawHeaders,
): PathMeter {
  const usage = emptyUsage()
  let parts: Uint8Array[] = []
  let length = 0
  return {
    usage,
    hasBegun: true,
    failure: null,
    push(chunk) {
      length += chunk.length
      if (length <= MAX_METERED_BYTES) parts.push(chunk)
      else parts = []
    },
    finish() {
      if (length > MAX_METERED_BYTES) return { kind: 'complete' }
      const bytes = concatBytes(parts)
      const disguised = bedrockDisguisedFailure(headers, bytes)
      if (disguised) return errorEnd(disguised)
      const json = parseJsonObject(new TextDecoder().decode(bytes))
      if (json === null && status === 200) return UNREADABLE
      if (operation === 'converse') mergeConverseUsage(usage, json?.usage)
      else if (operation === 'invoke') mergeMessagesUsage(usage, json?.usage)
      if (operation === 'converse' || operation === 'invoke') mergeHeaderUsage(usage, headers)
      return { kind: 'complete' }
    },
  }
}
