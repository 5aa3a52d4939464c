import { describe, expect, test } from 'vitest'
import { bedrockFrameFailure, bedrockHttpFailure } from './bedrock-failure.ts'

const NOW = new Date('2026-11-22T12:00:00Z')

function failure(status: number, exception: string | null, body: string, headers: readonly string[] = []) {
  const all = exception === null ? headers : ['x-amzn-ErrorType', exception, ...headers]
  const { kind, answer, reason, retryAfterMs } = bedrockHttpFailure(
    status,
    all,
    new TextEncoder().encode(body),
    NOW,
  )
  if (answer.kind !== 'gateway') throw new Error('never verbatim')
  return {
    kind,
    status: answer.error.status,
    type: answer.error.type,
    message: answer.error.message,
    reason,
    retryAfterMs,
  }
}

const said = (message: string) => JSON.stringify({ message })

test('the page of a firewall says nothing about the credential', () => {
  const html = ['content-type', 'text/html']
  expect(failure(403, null, '<html>Request blocked</html>', html)).toMatchObject({
    kind: 'access_denied',
    status: 403,
    type: 'permission_error',
  })
  expect(failure(403, null, '{"Message":"Invalid API Key format"}')).toMatchObject({
    kind: 'credential_rejected',
    status: 502,
  })
})

test.each([
  "data retention mode 'default' is not available for this model",
  'Operation not allowed',
  'Your account is not authorized to invoke this API operation.',
  'Access to Anthropic models is not allowed for this account.',
])('a validation error about the account is no mistake of the request: %s', (message) => {
  const denied = { kind: 'access_denied', status: 403, type: 'permission_error' }
  expect(failure(400, 'ValidationException', said(message))).toMatchObject(denied)
  const envelope = { type: 'error', error: { type: 'invalid_request_error', message } }
  expect(failure(400, null, JSON.stringify(envelope))).toMatchObject(denied)
})

test('a payment that failed is no rejected secret', () => {
  const message =
    'Model access is denied due to INVALID_PAYMENT_INSTRUMENT: A valid payment instrument must be provided.'
  expect(failure(403, 'AccessDeniedException', said(message))).toMatchObject({
    kind: 'access_denied',
    status: 403,
  })
})

test.each([
  'messages.0.content.0: Extra inputs are not permitted',
  "Tool 'web_search' not found in provided tools",
  'Input is too long.',
  'invalid beta flag',
])('words that blame the request stop the search for a credential: %s', (message) => {
  expect(failure(400, 'ValidationException', said(message))).toMatchObject({
    kind: 'invalid_request',
    status: 400,
    message,
  })
})

test('words that blame nothing let another credential be asked, and stay a 400', () => {
  expect(failure(400, 'ValidationException', said('Something is odd.'))).toMatchObject({
    kind: 'unclear_request',
    status: 400,
    type: 'invalid_request_error',
  })
})

test.each([
  [400, 500, 'invalid_request_error'],
  [429, 500, 'rate_limit_error'],
  [529, 529, 'overloaded_error'],
  [418, 500, 'api_error'],
])('a model error that was %d is %d %s', (originalStatusCode, status, type) => {
  const body = JSON.stringify({ message: 'm', originalStatusCode })
  expect(failure(424, 'ModelErrorException', body)).toMatchObject({ status, type })
})

test('a redirect is no answer', () => {
  expect(failure(302, null, '')).toMatchObject({ kind: 'unreadable', status: 502 })
})

describe('bedrockHttpFailure', () => {
  test.each([
    [
      400,
      'ValidationException:http://internal.amazon.com/coral/com.amazon.bedrock/',
      'max_tokens: Field required',
      'invalid_request',
      400,
      'invalid_request_error',
    ],
    [
      400,
      'ValidationException',
      'The provided model identifier is invalid.',
      'model_unavailable',
      404,
      'not_found_error',
    ],
    [
      400,
      'ValidationException',
      'Invocation of model ID x with on-demand throughput isn’t supported.',
      'model_unavailable',
      404,
      'not_found_error',
    ],
    [
      404,
      'ResourceNotFoundException',
      'Model use case details have not been submitted for this account.',
      'access_denied',
      403,
      'permission_error',
    ],
    [
      400,
      'ValidationException',
      'Access to Anthropic models is not allowed for this account.',
      'access_denied',
      403,
      'permission_error',
    ],
    [400, 'ServiceQuotaExceededException', 'quota', 'rate_limited', 429, 'rate_limit_error'],
    [403, 'AccessDeniedException', 'You don’t know', 'credential_rejected', 502, 'api_error'],
    [
      403,
      'AccessDeniedException',
      "You don't have access to the model with the specified model ID.",
      'access_denied',
      403,
      'permission_error',
    ],
    [
      400,
      'AccessDeniedException',
      'User is not authorized to perform: bedrock:InvokeModel',
      'access_denied',
      403,
      'permission_error',
    ],
    [
      403,
      'UnrecognizedClientException',
      'The security token is invalid',
      'credential_rejected',
      502,
      'api_error',
    ],
    [403, 'ExpiredTokenException', 'expired', 'credential_rejected', 502, 'api_error'],
    [400, 'IncompleteSignature', 'x', 'credential_rejected', 502, 'api_error'],
    [
      404,
      'FTUFormNotFilled',
      'Model use case details have not been submitted',
      'access_denied',
      403,
      'permission_error',
    ],
    [
      404,
      'ResourceNotFoundException',
      'This model version has reached the end of its life.',
      'model_unavailable',
      404,
      'not_found_error',
    ],
    [413, 'RequestEntityTooLargeException', 'too large', 'invalid_request', 413, 'request_too_large'],
    [
      429,
      'ThrottlingException',
      'Too many tokens, please wait before trying again.',
      'rate_limited',
      429,
      'rate_limit_error',
    ],
    [
      429,
      'ThrottlingException',
      'Too many tokens per day, please wait before trying again.',
      'quota_exhausted',
      429,
      'rate_limit_error',
    ],
    [429, 'ModelNotReadyException', 'not ready', 'overloaded', 529, 'overloaded_error'],
    [408, 'ModelTimeoutException', 'timed out', 'timed_out', 504, 'timeout_error'],
    [424, 'ModelErrorException', 'model error', 'server_error', 500, 'api_error'],
    [409, 'ConflictException', 'conflict', 'invalid_request', 409, 'conflict_error'],
    [500, 'InternalServerException', 'oops', 'server_error', 500, 'api_error'],
    [503, 'ServiceUnavailableException', 'busy', 'overloaded', 529, 'overloaded_error'],
    [429, null, 'Too many tokens per day', 'quota_exhausted', 429, 'rate_limit_error'],
    [429, 'TooManyRequestsException', 'Too many tokens per day', 'quota_exhausted', 429, 'rate_limit_error'],
    [429, 'BrandNewException', 'slow', 'rate_limited', 429, 'rate_limit_error'],
    [403, null, 'User is not authorized to perform: x', 'access_denied', 403, 'permission_error'],
    [500, null, 'no class', 'server_error', 500, 'api_error'],
    [418, null, 'teapot', 'invalid_request', 400, 'invalid_request_error'],
  ])('%d %s "%s" is %s', (status, exception, message, kind, clientStatus, type) => {
    expect(failure(status, exception, said(message))).toMatchObject({ kind, status: clientStatus, type })
  })

  test('the authentication front end writes Message and names no class', () => {
    expect(
      failure(403, null, '{"Message":"Invalid API Key format: Must start with pre-defined prefix"}'),
    ).toMatchObject({
      kind: 'credential_rejected',
      status: 502,
      reason: 'Invalid API Key format: Must start with pre-defined prefix',
    })
  })

  test('the class may come in the body', () => {
    expect(
      failure(400, null, '{"__type":"com.amazon.coral#ThrottlingException","message":"slow"}').kind,
    ).toBe('rate_limited')
  })

  test('a model error that was an overload says so', () => {
    expect(failure(424, 'ModelErrorException', '{"message":"x","originalStatusCode":529}')).toMatchObject({
      kind: 'overloaded',
      status: 529,
    })
  })

  test('Claude Code finds the phrase it compacts on', () => {
    expect(failure(400, 'ValidationException', said('Input is too long for requested model.')).message).toBe(
      'prompt is too long: Input is too long for requested model.',
    )
  })

  test('accounts, ARNs and secrets do not get out', () => {
    const { message, reason } = failure(
      403,
      'AccessDeniedException',
      said(
        'User: arn:aws:iam::111122223333:user/x is not authorized to perform: bedrock:InvokeModel with ABSKQmVkcm9ja0FQSUtleS1h',
      ),
    )
    for (const text of [message, reason]) {
      expect(text).not.toMatch(/111122223333|arn:aws:iam|ABSKQmVk/)
    }
  })

  test('a rejected credential is not the client’s fault, and the reason stays with the operator', () => {
    const unsupported = failure(
      403,
      'UnrecognizedClientException',
      said('The security token included in the request is invalid.'),
    )
    expect(unsupported.message).toContain('Your own key is fine')
    expect(unsupported.reason).toBe(
      'UnrecognizedClientException: The security token included in the request is invalid.',
    )
  })

  test('no JSON is no problem', () => {
    expect(failure(502, null, '<html>Bad gateway</html>')).toMatchObject({
      kind: 'server_error',
      status: 500,
    })
    expect(failure(500, null, '').kind).toBe('server_error')
  })

  test.each([
    [
      'ThrottlingException',
      'Too many tokens per day, please wait before trying again.',
      { 'x-should-retry': 'false' },
    ],
    ['ThrottlingException', 'Too many tokens, please wait before trying again.', {}],
    ['ServiceQuotaExceededException', 'You have exceeded a quota', {}],
  ])('SDKs are told not to retry what is hopeless: %s "%s"', (exception, message, headers) => {
    const body = new TextEncoder().encode(said(message))
    const answers = [
      bedrockHttpFailure(429, ['x-amzn-errortype', exception], body, NOW).answer,
      bedrockFrameFailure(exception, body, null, null).answer,
    ]
    expect(answers.map((answer) => answer.kind === 'gateway' && answer.error.headers)).toEqual([
      headers,
      headers,
    ])
  })

  test('retry-after is read when AWS or a proxy sends one', () => {
    expect(failure(429, 'ThrottlingException', said('x'), ['Retry-After', '7']).retryAfterMs).toBe(7000)
  })
})
