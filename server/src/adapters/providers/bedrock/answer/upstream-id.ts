// The id by which AWS knows a request.
import { headerValue, type RawHeaders } from '../../../../core/upstream/raw-headers.ts'

/** The native surfaces may give Anthropic's kind of id instead. */
export function upstreamIdOf(headers: RawHeaders): string | null {
  return headerValue(headers, 'x-amzn-requestid') ?? headerValue(headers, 'request-id') ?? null
}
