// An error answer in the shape of AWS or of the Claude API, or any other bytes.
import { errorObject, type ApiError } from '../error-object.ts'
import { withHeaders } from '../header-list.ts'
import type { Exchange } from '../http-server.ts'
import type { AwsError } from './aws-rejection.ts'
import type { PlainBehaviour } from './behaviours.ts'
import { jsonHeaders } from './response-headers.ts'

type ScriptedError = Extract<PlainBehaviour, { kind: 'error' }>

export function isNative(path: string): boolean {
  return path.startsWith('/anthropic/')
}

export function sendAwsError(exchange: Exchange, error: AwsError): void {
  send(exchange, error.status, awsBody(error), awsHeaders(error))
}

export function sendNativeError(exchange: Exchange, error: ApiError): void {
  send(exchange, error.status, nativeBody(error))
}

export function sendScriptedError(exchange: Exchange, error: ScriptedError): void {
  const { raw, headers, status, exception } = error
  if (raw !== undefined) {
    const all = { ...awsHeaders(error), ...headers }
    return send(exchange, status, raw.body, all, ['Content-Type', raw.contentType])
  }
  const shape = error.shape ?? (exception === undefined ? 'anthropic' : 'aws')
  const native = isNative(exchange.request.path) && shape === 'anthropic'
  if (native) return send(exchange, status, nativeBody(error), headers)
  send(exchange, status, awsBody(error), { ...awsHeaders(error), ...headers })
}

function awsBody({ message = 'The request was rejected.', messageField = 'message' }: AwsError): string {
  return JSON.stringify({ [messageField]: message })
}

function awsHeaders({ exception }: AwsError): Record<string, string> {
  return exception === undefined ? {} : { 'x-amzn-ErrorType': exception }
}

/** The envelope of the Claude API, without its request id. */
function nativeBody({ status, type, message }: ApiError): string {
  return JSON.stringify({ type: 'error', error: errorObject({ status, type, message }) })
}

function send(
  { response }: Exchange,
  status: number,
  content: string | Uint8Array,
  headers: Readonly<Record<string, string>> = {},
  usual: readonly string[] = jsonHeaders(),
): void {
  const length = { 'Content-Length': String(Buffer.byteLength(content)) }
  response.writeHead(status, withHeaders(usual, { ...length, ...headers }))
  response.end(content)
}
