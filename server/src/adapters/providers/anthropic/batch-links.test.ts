import { describe, expect, test } from 'vitest'
import { holdsBatches, linksToHere, withOwnLinks } from './batch-links.ts'

const HERE = 'https://gateway.example/claude'
const rewritten = (json: string) => Buffer.from(withOwnLinks(Buffer.from(json), HERE)).toString()

describe('withOwnLinks', () => {
  test('leads to here, and keeps every other byte', () => {
    expect(
      rewritten(
        '{ "id":"msgbatch_1", "n":1e400,"results_url" : "https:\\/\\/api.anthropic.com/v1/messages/batches/msgbatch_1/results" }',
      ),
    ).toBe(
      '{ "id":"msgbatch_1", "n":1e400,"results_url" : "https://gateway.example/claude/v1/messages/batches/msgbatch_1/results" }',
    )
  })

  test('in a page of batches too', () => {
    const url = 'http://127.0.0.1:9/v1/messages/batches/b/results'
    expect(rewritten(`{"data":[{"results_url":null},{"results_url":"${url}"}],"has_more":false}`)).toBe(
      `{"data":[{"results_url":null},{"results_url":"${HERE}/v1/messages/batches/b/results"}],"has_more":false}`,
    )
  })

  test.each([
    '{"results_url":null}',
    '{"results_url":5}',
    '{"results_url":"not a url"}',
    '{"results_url":"https://elsewhere.example/other"}',
    '{"results_url":"https://elsewhere.example/v1/messages/batches/b/results?signed=1"}',
    '{"data":"text"}',
    '[1]',
    'no json',
    '',
  ])('%s passes as it is', (json) => expect(rewritten(json)).toBe(json))
})

test('what is too large to look at passes as it is', async () => {
  const chunk = Buffer.alloc(5 * 2 ** 20, '{')
  async function* body() {
    yield chunk
    yield chunk
  }
  const parts: Uint8Array[] = []
  for await (const part of linksToHere(body(), HERE)) parts.push(part)
  expect(Buffer.concat(parts).equals(Buffer.concat([chunk, chunk]))).toBe(true)
})

test.each([
  ['/v1/messages/batches', true],
  ['/v1/messages/batches?limit=5', true],
  ['/v1/messages/batches/msgbatch_1', true],
  ['/v1/messages/batches/msgbatch_1/cancel', true],
  ['/v1/messages/batches/msgbatch_1/results', false],
  ['/v1/files', false],
])('%s holds batches: %s', (url, holds) => expect(holdsBatches(url)).toBe(holds))
