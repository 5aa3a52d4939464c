// An error answer in the shape of AWS, or any other bytes.
import { withHeaders } from '../header-list.ts'
import type { Exchange } from '../http-server.ts'
import type { AwsError } from './aws-refusal.ts'
import type { BedrockBehaviour } from './behaviours.ts'
import { jsonHeaders } from './response-headers.ts'

type ScriptedError = Omit<Extract<BedrockBehaviour, { kind: 'error' }>, 'kind'>

export function sendAwsError({ response }: Exchange, error: AwsError | ScriptedError): void {
  const { raw, headers } = { raw: undefined, headers: {}, ...error }
  const { status, exception, message = 'The request was refused.', messageField = 'message' } = error
  const content = raw?.body ?? JSON.stringify({ [messageField]: message })
  const usual = raw ? ['Content-Type', raw.contentType] : jsonHeaders()
  response.writeHead(
    status,
    withHeaders(usual, {
      ...(exception !== undefined && { 'x-amzn-ErrorType': exception }),
      'Content-Length': String(Buffer.byteLength(content)),
      ...headers,
    }),
  )
  response.end(content)
}
