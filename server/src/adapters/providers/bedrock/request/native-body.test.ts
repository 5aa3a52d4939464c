// The two surfaces that speak the Messages API: `messages` on bedrock-runtime, and mantle.
import { describe, expect, test } from 'vitest'
import { betas, prepared, preparedText } from '../../../../../test/prepared-body.ts'

const native = (body: string, more: Parameters<typeof preparedText>[1] = {}) =>
  preparedText(body, { surface: 'messages', upstreamModel: 'us.anthropic.claude-sonnet-4-6', ...more })

const MODEL = '"model":"us.anthropic.claude-sonnet-4-6"'

test('only the value of model changes, where it stands', () => {
  expect(native('{ "max_tokens": 5 , "model" : "claude-sonnet-4-6", "messages":[ ]}')).toBe(
    '{ "max_tokens": 5 , "model" : "us.anthropic.claude-sonnet-4-6", "messages":[ ]}',
  )
  expect(native('{"model":"a","max_tokens":1,"model":"b"}')).toBe(`{"max_tokens":1,${MODEL}}`)
  expect(native('{"max_tokens":1}')).toBe(`{${MODEL},"max_tokens":1}`)
})

test('stream stays in the body, once and as it was asked for', () => {
  expect(native('{"model":"m","stream": true}', { stream: true })).toBe(`{${MODEL},"stream": true}`)
  expect(native('{"model":"m","stream":false}')).toBe(`{${MODEL},"stream":false}`)
  expect(native('{"stream":false,"model":"m","stream":true}', { stream: true })).toBe(
    `{${MODEL},"stream":true}`,
  )
  expect(native('{"model":"m"}', { stream: true })).toBe(`{"stream":true,${MODEL}}`)
  expect(native('{"model":"m","stream":null}')).toBe(`{${MODEL}}`)
})

test('betas and version are for the headers', () => {
  const headers = [...betas('effort-2025-11-24', 'oauth-2025-04-20'), 'anthropic-version', '2026-10-21']
  const sent = (model: string) =>
    prepared('{"model":"m","anthropic_version":"x","anthropic_beta":["context-1m-2025-08-07"]}', {
      surface: 'messages',
      headers,
      model,
      upstreamModel: 'us.anthropic.claude-sonnet-4-6',
    })
  const { bytes, betas: names, apiVersion } = sent('claude-opus-4-8')
  expect(new TextDecoder().decode(bytes)).toBe(`{${MODEL}}`)
  expect(names).toEqual(['effort-2025-11-24', 'context-1m-2025-08-07'])
  expect(apiVersion).toBe('2026-10-21')
  expect(sent('claude-opus-4-6').apiVersion).toBe('2023-06-01')
  expect(sent('unknown').apiVersion).toBe('2023-06-01')
})

describe('metadata.user_id', () => {
  const sent = (userId: string, surface: 'invoke' | 'messages' | 'mantle') =>
    preparedText(`{"metadata":{"user_id":${userId}},"max_tokens":1}`, { surface, upstreamModel: 'm' })

  test('goes where AWS takes its characters', () => {
    for (const surface of ['invoke', 'messages', 'mantle'] as const)
      expect(sent('"user_ab_account__session_0-1"', surface)).toContain('"metadata":{"user_id":"user_ab')
  })

  test('of a form that request metadata cannot have is left out, except on InvokeModel', () => {
    for (const odd of [String.raw`"{\"device_id\":\"d\"}"`, `"${'x'.repeat(257)}"`, '"é"', 'null']) {
      expect(sent(odd, 'invoke')).toContain(`"metadata":{"user_id":${odd}}`)
      expect(sent(odd, 'messages')).toBe('{"model":"m","max_tokens":1}')
      expect(sent(odd, 'mantle')).toBe('{"model":"m","max_tokens":1}')
    }
  })

  test('leaves the rest of metadata', () => {
    expect(native('{"model":"m","metadata":{"user_id":"é","more":1.0}}')).toBe(
      `{${MODEL},"metadata":{"more":1.0}}`,
    )
  })
})

test('what the translation for InvokeModel leaves out or rejects goes here no more than there', () => {
  expect(
    native(
      '{"model":"m","service_tier":"auto","speed":"fast","brand_new":1,"tools":[{"name":"n","strict":true,"eager_input_streaming":true}],"system":[{"type":"text","text":"s","cache_control":{"type":"ephemeral","scope":"global"}}]}',
    ),
  ).toBe(
    `{${MODEL},"tools":[{"name":"n"}],"system":[{"type":"text","text":"s","cache_control":{"type":"ephemeral"}}]}`,
  )
  for (const unsupported of [
    '{"mcp_servers":[{}]}',
    '{"tools":[{"type":"web_search_20250305","name":"web_search"}]}',
    '{"messages":[{"role":"user","content":[{"type":"image","source":{"type":"url","url":"u"}}]}]}',
  ])
    expect(() => native(unsupported)).toThrow('Bedrock')
})

test('messages of the role system move on models that do not know it', () => {
  const body = '{"model":"m","messages":[{"role":"user","content":"u"},{"role":"system","content":"s"}]}'
  expect(native(body)).toBe(
    `{"system":[{"type":"text","text":"s"}],"messages":[{"role":"user","content":"u"}],${MODEL}}`,
  )
  expect(native(body, { model: 'claude-opus-4-8' })).toBe(body.replace('"model":"m"', MODEL))
})

describe('mantle', () => {
  const mantle = (body: string, headers: readonly string[] = []) =>
    prepared(body, {
      surface: 'mantle',
      model: 'claude-opus-5',
      upstreamModel: 'anthropic.claude-opus-5',
      headers,
    })

  test('takes betas of its own, of any date, but none about the caller', () => {
    const own = ['structured-outputs-2025-11-13', 'output-128k-2025-02-19', 'web-search-2025-03-05']
    const { betas: names } = mantle(
      '{}',
      betas(...own, 'claude-code-20250219', 'oauth-2025-04-20', 'skills-2025-10-02'),
    )
    expect(names).toEqual(own)
    const runtime = prepared('{}', { surface: 'messages', model: 'claude-opus-5', headers: betas(...own) })
    expect(runtime.betas).toEqual([])
  })

  test('has web search, if AWS says so, and no other tool that runs elsewhere', () => {
    const tool = '{"type":"web_search_20250305","name":"web_search","max_uses":1}'
    expect(new TextDecoder().decode(mantle(`{"tools":[${tool}]}`).bytes)).toContain(tool)
    expect(() => mantle('{"tools":[{"type":"web_fetch_20250910","name":"web_fetch"}]}')).toThrow(
      'tools.0.type',
    )
  })

  test('structured outputs go with their beta', () => {
    const body = '{"output_config":{"format":{"type":"json_schema"}},"tools":[{"name":"n","strict":true}]}'
    const { bytes } = mantle(body, betas('structured-outputs-2025-11-13'))
    expect(new TextDecoder().decode(bytes)).toBe(`{"model":"anthropic.claude-opus-5",${body.slice(1)}`)
    expect(() => mantle(body)).toThrow('output_config.format')
  })
})
