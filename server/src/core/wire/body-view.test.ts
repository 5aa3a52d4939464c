import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { InvalidBodyError, viewBody } from './body-view.ts'

const view = (text: string) => viewBody(new TextEncoder().encode(text))

describe('viewBody', () => {
  test('reads model and stream and nothing else', () => {
    expect(view('{"model":"claude-haiku-4-5","stream":true,"messages":[{"stream":false}]}')).toEqual({
      model: 'claude-haiku-4-5',
      stream: true,
      sessionId: null,
    })
    expect(view('{"model":"m","stream":null}').stream).toBe(false)
  })

  test('of duplicate keys the last counts', () => {
    expect(view('{"model":"a","model":"b","stream":true,"stream":false}')).toMatchObject({
      model: 'b',
      stream: false,
    })
  })

  test.each([
    ['', 'not valid JSON'],
    ['{"model":"m"', 'not valid JSON'],
    ['[]', 'must be a JSON object'],
    ['"model"', 'must be a JSON object'],
    ['{}', 'model: Field required'],
    ['{"model":5}', 'model: Input should be a valid string'],
    ['{"model":""}', 'model: String should have at least 1 character'],
    ['{"model":"m","stream":"yes"}', 'stream: Input should be a valid boolean'],
  ])('rejects %j', (text, message) => {
    expect(() => view(text)).toThrow(InvalidBodyError)
    expect(() => view(text)).toThrow(message)
  })

  test.each([
    [
      'user_ab_account_cd_session_0189f3a0-5b7e-7000-8000-000000000001',
      '0189f3a0-5b7e-7000-8000-000000000001',
    ],
    ['{"device_id":"d","session_id":"s-1"}', 's-1'],
    ['{"session_id":5}', null],
    ['{broken', null],
    ['someone', null],
  ])('finds the session in user_id %s', (userId, sessionId) => {
    expect(view(JSON.stringify({ model: 'm', metadata: { user_id: userId } })).sessionId).toBe(sessionId)
  })
})

test('agrees with JSON.parse on any body, wherever its fields stand, nested namesakes and duplicates included', () => {
  const member = fc.oneof(
    fc.tuple(fc.constant('model'), fc.string({ minLength: 1 })),
    fc.tuple(fc.constant('stream'), fc.boolean()),
    fc.tuple(fc.string(), fc.jsonValue()),
    fc.tuple(fc.constant('messages'), fc.constant([{ model: 'inner', stream: 'inner' }])),
  )
  fc.assert(
    fc.property(fc.array(member), fc.string({ minLength: 1 }), (members, model) => {
      const all = [...members, ['model', model] as const]
      const text = `{${all.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',')}}`
      const parsed = JSON.parse(text) as { model: string; stream?: unknown }
      fc.pre(parsed.stream === undefined || parsed.stream === null || typeof parsed.stream === 'boolean')
      const seen = view(text)
      expect([seen.model, seen.stream]).toEqual([parsed.model, parsed.stream === true])
    }),
  )
})
