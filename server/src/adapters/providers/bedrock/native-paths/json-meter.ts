// UsageReaders an answer of one JSON object, whose usage is read once it is whole.
import { MAX_METERED_BYTES } from '../../../../core/upstream/usage-reader.ts'
import type { ModelOperation } from '../../../../core/upstream/bedrock-path-call.ts'
import type { BrokenEnd } from '../../../../core/upstream/provider.ts'
import type { RawHeaders } from '../../../../core/upstream/raw-headers.ts'
import { emptyUsage, mergeMessagesUsage } from '../../../../core/usage/token-usage.ts'
import { makeByteCollector } from '../../../../core/wire/byte-collector.ts'
import { parseJsonObject } from '../../../../core/wire/json-object.ts'
import { bedrockDisguisedFailure } from '../errors/bedrock-failure.ts'
import { errorEnd, type PathUsageReader } from './path-meter.ts'
import { mergeConverseUsage, mergeHeaderUsage } from './path-usage.ts'

const UNREADABLE: BrokenEnd = {
  kind: 'error',
  failure: 'unreadable',
  errorType: 'api_error',
  reason: 'Bedrock answered with success and something that is no JSON object',
}

/** @param operation null for inference profiles */
export function makeJsonUsageReader(
  operation: ModelOperation | null,
  status: number,
  headers: RawHeaders,
): PathUsageReader {
  const usage = emptyUsage()
  const collector = makeByteCollector(MAX_METERED_BYTES)
  return {
    usage,
    hasBegun: true,
    failure: null,
    push: (chunk) => collector.push(chunk),
    finish() {
      const bytes = collector.whole()
      if (bytes === null) return { kind: 'complete' }
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
