import { describe, expect, test } from 'vitest'
import { answering, EXCHANGE, OUTGOING } from '../../../../../test/bedrock-exchange.ts'
import type { RawHeaders } from '../../../../core/upstream/raw-headers.ts'
import { answerMessage } from './answer-message.ts'
import { AttemptFailed } from '../errors/attempt-failed.ts'
import { oneChunk } from '../../../../core/wire/bytes.ts'
import { sendRequest } from '../exchange.ts'

const JSON_TYPE = ['content-type', 'application/json', 'x-amzn-requestid', 'aws-1']

async function answered(body: string, headers: RawHeaders = JSON_TYPE, status = 200) {
  const { deps, logged } = answering({ status, headers, body: oneChunk(new TextEncoder().encode(body)) })
  try {
    const result = await answerMessage(deps, EXCHANGE, await sendRequest(deps, EXCHANGE, OUTGOING))
    return { result, logged }
  } catch (error) {
    if (!(error instanceof AttemptFailed)) throw error
    return { result: { kind: 'failure', failure: error.failure }, logged }
  }
}

const MESSAGE = '{"type":"message","content":[],"usage":{"output_tokens":3}}'

describe('answerMessage', () => {
  test.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON'])(
    'a message of the type %s is an answer',
    async (type) => {
      const { result } = await answered(MESSAGE, ['Content-Type', type])
      expect(result).toMatchObject({ kind: 'answer', answer: { status: 200, usage: { outputTokens: 3 } } })
    },
  )

  test.each([
    ['{"Output":{"__type":"com.amazon.coral.service#UnknownOperationException"},"Version":"1.0"}', JSON_TYPE],
    ['{"message":"no"}', JSON_TYPE],
    ['{"type":"error","error":{}}', JSON_TYPE],
    ['{"type":"message"', JSON_TYPE],
    ['["message"]', JSON_TYPE],
    ['null', JSON_TYPE],
    ['"message"', JSON_TYPE],
    ['', JSON_TYPE],
    ['<html>', ['content-type', 'text/html']],
    [MESSAGE, ['content-type', 'text/html', 'x-amzn-requestid', 'aws-1']],
    [MESSAGE, ['content-type', 'application/vnd.amazon.eventstream']],
    ['{"__type":"UnknownOperationException"}', ['content-type', 'application/x-amz-json-1.0+json']],
  ])('200 with %s is a failure, and logged', async (body, headers) => {
    const { result, logged } = await answered(body, headers)
    expect(result).toMatchObject({
      kind: 'failure',
      failure: { kind: 'unreadable', answer: { kind: 'gateway', error: { status: 502, type: 'api_error' } } },
    })
    expect(logged).toHaveLength(1)
  })

  test.each([
    ['{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}', 'overloaded', 529],
    ['{"__type":"com.amazon#ThrottlingException","message":"slow"}', 'rate_limited', 429],
    ['{"Message":"no","__type":"UnrecognizedClientException"}', 'credential_rejected', 502],
  ])('200 with %s is the error that it names', async (body, kind, status) => {
    const { result, logged } = await answered(body)
    expect(result).toMatchObject({ kind: 'failure', failure: { kind, answer: { error: { status } } } })
    expect(logged).toHaveLength(1)
  })

  test('the failure names what came and the id at AWS', async () => {
    const { result } = await answered('{"type":"error"}')
    expect(result).toMatchObject({
      failure: { reason: 'Answer is JSON but no message', upstreamRequestId: 'aws-1' },
    })
    const { result: html } = await answered('<html>', ['content-type', 'text/html'])
    expect(html).toMatchObject({
      failure: { reason: "The call answered with the content type 'text/html'" },
    })
  })

  test('an upstream’s own request-id gives way to the gateway’s, and is kept for the record', async () => {
    const { result } = await answered(MESSAGE, [
      'content-type',
      'application/json',
      'Request-Id',
      'req_upstream',
      'content-length',
      '999',
    ])
    if (!('answer' in result)) throw new TypeError(result.kind)
    expect(result.answer.headers).toEqual([
      'content-type',
      'application/json',
      'request-id',
      'req_1',
      'content-length',
      String(MESSAGE.length),
    ])
    expect(result.answer.upstreamRequestId).toBe('req_upstream')
  })
})
