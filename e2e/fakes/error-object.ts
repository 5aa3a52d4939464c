// The `error` object of the Claude API, which the native surfaces of Bedrock answer as well.

const typeByStatus: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  405: 'invalid_request_error',
  409: 'conflict_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  504: 'timeout_error',
  529: 'overloaded_error',
}

const messageByType: Readonly<Record<string, string>> = {
  api_error: 'Internal server error',
  overloaded_error: 'Overloaded',
  rate_limit_error: 'This request would exceed the rate limit for your organization.',
  request_too_large: 'Request exceeds the maximum size',
  timeout_error: 'Request timed out.',
}

export interface ApiError {
  readonly status: number
  readonly type?: string | undefined
  readonly message?: string | undefined
  readonly details?: object | undefined
}

/** The `error` object of an envelope or of an `error` event. */
export function errorObject({ status, type, message, details }: ApiError) {
  const errorType = type ?? typeByStatus[status] ?? 'api_error'
  return {
    type: errorType,
    message: message ?? messageByType[errorType] ?? 'The request was rejected.',
    ...(details && { details }),
  }
}
