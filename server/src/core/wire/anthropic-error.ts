// Anthropic's error envelope, and the error the gateway itself throws on the data plane.
import { redactText } from '../redaction/redact.ts'

/** Error types of the Messages API with the status each belongs to (platform docs, "Errors"). */
export const STATUS_OF_ERROR_TYPE = {
  invalid_request_error: 400,
  authentication_error: 401,
  billing_error: 402,
  permission_error: 403,
  not_found_error: 404,
  conflict_error: 409,
  request_too_large: 413,
  rate_limit_error: 429,
  api_error: 500,
  /** Of gateways: Claude Code counts by itself then. */
  not_supported: 501,
  timeout_error: 504,
  overloaded_error: 529,
} as const

export type AnthropicErrorType = keyof typeof STATUS_OF_ERROR_TYPE

/** @returns 500 for types that are not known. */
export function statusOfErrorType(type: string): number {
  return Object.hasOwn(STATUS_OF_ERROR_TYPE, type) ? STATUS_OF_ERROR_TYPE[type as AnthropicErrorType] : 500
}

/** Null for statuses that no type belongs to. */
export function errorTypeOfStatus(status: number): AnthropicErrorType | null {
  const types = Object.entries(STATUS_OF_ERROR_TYPE) as [AnthropicErrorType, number][]
  return types.find(([, of]) => of === status)?.[0] ?? null
}

/** A rejection or failure in Anthropic's terms, before it has become bytes. */
export class GatewayError extends Error {
  override name = 'GatewayError'
  readonly type: AnthropicErrorType
  readonly status: number
  readonly headers: Readonly<Record<string, string>>

  /** `status` is only given where it differs from the type's own, e.g. 502 for `api_error`. */
  constructor(
    type: AnthropicErrorType,
    message: string,
    options: { status?: number; headers?: Readonly<Record<string, string>>; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause })
    this.type = type
    this.status = options.status ?? STATUS_OF_ERROR_TYPE[type]
    this.headers = options.headers ?? {}
  }
}

/** `{"type":"error","error":{...},"request_id":"req_..."}`; the message may quote what a client sent. */
export function errorEnvelope(type: AnthropicErrorType, message: string, requestId: string): string {
  return JSON.stringify({
    type: 'error',
    error: { type, message: redactText(message) },
    request_id: requestId,
  })
}
