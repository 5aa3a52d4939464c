// Headers of an answer whose body the gateway writes anew.
import {
  clientVisibleHeaders,
  filterHeaders,
  type RawHeaders,
} from '../../../../core/upstream/raw-headers.ts'

/** Said anew of the translated answer. */
const OWN_HEADERS = new Set(['content-type', 'content-length', 'request-id', 'x-amzn-bedrock-content-type'])

/** Bedrock's own headers, with the content type of the translated body and the id that SDKs report. */
export function answerHeaders(upstream: RawHeaders, contentType: string, requestId: string): string[] {
  const kept = filterHeaders(clientVisibleHeaders(upstream), (name) => !OWN_HEADERS.has(name))
  return ['content-type', contentType, 'request-id', requestId, ...kept]
}
