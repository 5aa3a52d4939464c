import { describe, expect, test } from 'vitest'
import { findModel } from '../../../../core/models/catalog.ts'
import { StreamDamage } from './stream-decoder.ts'
import { makeStreamTranslator } from './stream-translator.ts'

function translate(events: readonly string[], model: string | null = 'claude-haiku-4-5') {
  const translator = makeStreamTranslator(model === null ? null : (findModel(model) ?? null))
  const texts = events.map((event) => {
    const translated = translator.translate(new TextEncoder().encode(event))
    return translated && new TextDecoder().decode(translated.bytes)
  })
  return { texts, usage: translator.usage }
}

describe('makeStreamTranslator', () => {
  test('an event keeps its bytes: signatures, escapes, numbers', () => {
    const event =
      '{"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"Eq\\/+==","n":9007199254740993,"h":1e400}}'
    expect(translate([event]).texts).toEqual([`event: content_block_delta\ndata: ${event}\n\n`])
  })

  test('pretty-printed events become one line', () => {
    expect(translate(['{\r\n "type" : "ping"\n}']).texts).toEqual([
      'event: ping\ndata: {   "type" : "ping" }\n\n',
    ])
  })

  test('model reads as Anthropic would write it', () => {
    const start = (model: string) =>
      `{"type":"message_start","message":{"id":"m","model":"${model}","usage":{"input_tokens":1}}}`
    expect(translate([start('us.anthropic.claude-haiku-4-5-20251001-v1:0')]).texts[0]).toContain(
      '"model":"claude-haiku-4-5-20251001"',
    )
    expect(translate([start('claude-haiku-4-5')]).texts[0]).toContain('"model":"claude-haiku-4-5-20251001"')
    expect(translate([start('anthropic.claude-opus-4-6-v1')], null).texts[0]).toContain(
      '"model":"claude-opus-4-6"',
    )
    expect(translate([start('something-new')], null).texts[0]).toContain('"model":"something-new"')
  })

  test('metrics are taken out of message_stop and complete the usage', () => {
    const { texts, usage } = translate([
      '{"type":"message_start","message":{"usage":{"input_tokens":10,"cache_creation_input_tokens":4,"cache_read_input_tokens":6,"output_tokens":1}}}',
      '{"type":"message_delta","delta":{},"usage":{"output_tokens":30}}',
      '{"type":"message_stop","amazon-bedrock-invocationMetrics":{"inputTokenCount":10,"outputTokenCount":31}}',
    ])
    expect(texts[2]).toBe('event: message_stop\ndata: {"type":"message_stop"}\n\n')
    expect(usage).toMatchObject({
      inputTokens: 10,
      outputTokens: 31,
      cacheWrite5mTokens: 4,
      cacheReadTokens: 6,
    })
  })

  test('message_delta repeats the input side as Anthropic does, without changing what it says itself', () => {
    const start =
      '{"type":"message_start","message":{"usage":{"input_tokens":10,"cache_creation_input_tokens":4,"cache_read_input_tokens":6}}}'
    expect(translate([start, '{"type":"message_delta","usage":{"output_tokens":3}}']).texts[1]).toContain(
      '"usage":{"input_tokens":10,"cache_creation_input_tokens":4,"cache_read_input_tokens":6,"output_tokens":3}',
    )
    const own =
      '{"type":"message_delta","usage":{"input_tokens":1,"cache_creation_input_tokens":null,"cache_read_input_tokens":0,"output_tokens":3}}'
    expect(translate([start, own]).texts[1]).toBe(`event: message_delta\ndata: ${own}\n\n`)
  })

  test('events without a usable type are dropped', () => {
    expect(translate(['{}', '{"type":5}', '[]', '{"type":"a\\nevent: b"}']).texts).toEqual([
      null,
      null,
      null,
      null,
    ])
  })

  test.each(['not json', '', '{"type":"ping"', '{"type":"ping"}}'])('%j is damage', (event) => {
    expect(() => translate([event])).toThrow(StreamDamage)
  })
})
