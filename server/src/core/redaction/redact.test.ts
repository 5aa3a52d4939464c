import { describe, expect, test } from 'vitest'
import { hideAwsIdentity, redact, redactText } from './redact.ts'

const ANTHROPIC = 'sk-ant-api03-abcdefghijklmnopqrstuvwxyz-WXYZ'
const BEDROCK_LONG = 'ABSKQmVkcm9ja0FQSUtleS1hYmNkZWZnaGlqa2xtbm9w4f2a'
const BEDROCK_SHORT = 'bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29tLz9BY3Rpb24='
const CLIENT = `hg_live_${'a'.repeat(39)}Z123`

describe('redactText', () => {
  test.each([
    [ANTHROPIC, 'sk-ant-api...WXYZ'],
    [BEDROCK_LONG, 'ABS...4f2a'],
    [BEDROCK_SHORT, 'bed...b24='],
    [CLIENT, 'hg_...Z123'],
    [`said "${ANTHROPIC}" twice, ${ANTHROPIC}!`, 'said "sk-ant-api...WXYZ" twice, sk-ant-api...WXYZ!'],
    ['Authorization: Bearer abcdefghijklmnop', 'Authorization: Bearer abc...mnop'],
    [`Authorization: Bearer ${ANTHROPIC}`, 'Authorization: Bearer sk-ant-api...WXYZ'],
    ['aws_secret_access_key=wJalrXUtnFEMI/K7MDENG', 'aws_secret_access_key=wJa...DENG'],
    ['{"oauth_refresh_token":"very-secret-value-1"}', '{"oauth_refresh_token":"ver...ue-1"}'],
    [`{\\"apiKey\\": \\"${BEDROCK_LONG}\\"}`, '{\\"apiKey\\": \\"ABS...4f2a\\"}'],
    ['password: hunter2', 'password: ***'],
    [
      'X-Amz-Security-Token=FwoGZXIvYXdzEBY&X-Amz-Date=20261122',
      'X-Amz-Security-Token=Fwo...zEBY&X-Amz-Date=20261122',
    ],
    ['http://h/v1/messages?api_key=corpsecret123456', 'http://h/v1/messages?api_key=cor...3456'],
    ['error:api_key=corpsecret123456', 'error:api_key=cor...3456'],
    ['invalid value: api_key=corpsecret123456 x', 'invalid value: api_key=cor...3456 x'],
    ['{"m":"{\\"api_key\\":\\"corpsecret123456\\"}"}', '{"m":"{\\"api_key\\":\\"cor...3456\\"}"}'],
    [
      '{\\\\\\"apiKey\\\\\\": \\\\\\"corp secret 123456\\\\\\"}',
      '{\\\\\\"apiKey\\\\\\": \\\\\\"cor...3456\\\\\\"}',
    ],
    ['{"m":"http://h?api_key=corpsecret123456\\"', '{"m":"http://h?api_key=cor...3456\\"'],
    ['{"password":"a \\"quoted\\" secret 1"}', '{"password":"a \\...et 1"}'],
    ["password = 'it is secret 12'", "password = 'it ...t 12'"],
    ['{"api_key":"corpsecret123456', '{"api_key":"cor...3456'],
    ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl', 'eyJ...dXJl'],
  ])('%s', (text, masked) => expect(redactText(text)).toBe(masked))

  test('leaves ordinary text alone', () => {
    const text = 'POST /v1/messages 200 max_tokens: 1024 input_tokens=12 model=claude-haiku-4-5 tokens: 5'
    expect(redactText(text)).toBe(text)
  })

  test.each([
    ['names', 'a:'],
    ['longer names', 'error:'],
    ['escaped quotes', '\\"'],
    ['backslashes', '\\'],
    ['open values', 'api_key="\\"'],
    ['parts of names', 'a-'],
    ['blanks after a name', ' '],
  ])('does not take long over 100 KB of %s', (_name, part) => {
    const text = `name${part.repeat(100_000 / part.length)}`
    const started = performance.now()
    redactText(text)
    expect(performance.now() - started).toBeLessThan(1000)
  })

  test('is stable: masking twice changes nothing', () => {
    const once = redactText(`api_key=${BEDROCK_LONG} Bearer ${CLIENT}`)
    expect(redactText(once)).toBe(once)
  })
})

describe('redact', () => {
  test('masks by field name in every spelling', () => {
    expect(
      redact({
        apiKey: 'plain-value-that-is-long',
        api_key: 'plain-value-that-is-long',
        'x-api-key': 'plain-value-that-is-long',
        headers: { authorization: 'plain-value-that-is-long', 'set-cookie': ['session=abcdefghijkl'] },
        oauth_access_token: 'short',
        keyPreview: 'ABS...4f2a',
        max_tokens: 5,
        inputTokens: 12,
      }),
    ).toEqual({
      apiKey: 'pla...long',
      api_key: 'pla...long',
      'x-api-key': 'pla...long',
      headers: { authorization: 'pla...long', 'set-cookie': ['ses...ijkl'] },
      oauth_access_token: '***',
      keyPreview: 'ABS...4f2a',
      max_tokens: 5,
      inputTokens: 12,
    })
  })

  test('masks inside errors, causes and arrays, and never prints bytes', () => {
    const error = new Error(`rejected ${ANTHROPIC}`, { cause: new Error(`was ${CLIENT}`) })
    const text = JSON.stringify(redact({ error, list: [ANTHROPIC], body: new Uint8Array(3) }))
    expect(text).not.toContain(ANTHROPIC)
    expect(text).not.toContain(CLIENT)
    expect(text).toContain('[3 bytes]')
  })

  test('survives circular values', () => {
    const loop: Record<string, unknown> = { name: 'loop' }
    loop.self = loop
    expect(() => JSON.stringify(redact(loop))).not.toThrow()
  })
})

test('hideAwsIdentity', () => {
  expect(
    hideAwsIdentity(
      'User: arn:aws:sts::111122223333:assumed-role/R/s is not authorized to perform: bedrock:InvokeModel on account 111122223333',
    ),
  ).toBe('User: arn:[redacted] is not authorized to perform: bedrock:InvokeModel on account [account]')
})
