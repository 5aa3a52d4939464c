import { describe, expect, test } from 'vitest'
import { answering, EXCHANGE, REQUEST } from '../../../../test/bedrock-exchange.ts'
import type { RawHeaders } from '../../../core/upstream/raw-headers.ts'
import { invokeOnce } from './invoke-once.ts'

const JSON_TYPE = ['content-type', 'application/json', 'x-amzn-requestid', 'aws-1']

async function answered(body: string, headers: RawHeaders = JSON_TYPE) {
  const { deps, logged } = answering(headers, chunksOf(body))
  return { result: await invokeOnce(deps, EXCHANGE, REQUEST), logged }
}

// eslint-disable-next-line typescript/require-await -- an iterable of what is already there
async function* chunksOf(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text)
}

const MESSAGE = '{"type":"message","content":[],"usage":{"output_tokens":3}}'

describe('invokeOnce', () => {
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
  ])('200 with %s is a failure, and logged', async (body, headers) => {
    const { result, logged } = await answered(body, headers)
    expect(result).toMatchObject({
      kind: 'failure',
      failure: { kind: 'unreadable', answer: { kind: 'gateway', error: { status: 502, type: 'api_error' } } },
    })
    expect(logged).toHaveLength(1)
  })

  test('the failure names what came and the id at AWS', async () => {
    const { result } = await answered('{"type":"error"}')
    expect(result).toMatchObject({
      failure: { reason: 'Answer is JSON but no message', upstreamRequestId: 'aws-1' },
    })
    const { result: html } = await answered('<html>', ['content-type', 'text/html'])
    expect(html).toMatchObject({ failure: { reason: "Answer has the content type 'text/html'" } })
  })
})
