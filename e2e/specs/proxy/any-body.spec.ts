// Whatever a body holds, it reaches an Anthropic upstream byte for byte, and the record tells what is in it.
import fc from 'fast-check'
import { postMessages } from '../../fixtures/messages.ts'
import { expect, test } from '../../fixtures/gateway.ts'

/** JSON texts that do not survive a parse and a re-serialisation. */
const number = fc.constantFrom(
  '1e400',
  '-0',
  '-0.0',
  '1.0',
  '9007199254740993',
  '18446744073709551615',
  '1E+2',
)
const char = fc.oneof(
  fc.constantFrom('\\u0000', '\\ud83d\\ude00', '\\uD800', '\\/', '\\"', '\\\\', '\\n', '\\u00e9'),
  fc.constantFrom('é', '🙂', '\u2028', 'a', ' ', '<', '\u007f'),
)
const string = fc.array(char, { maxLength: 12 }).map((chars) => `"${chars.join('')}"`)
const blank = fc.constantFrom('', ' ', '\n', '\t', '\r\n  ')
const { value } = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 6 },
    number,
    string,
    fc.constantFrom('true', 'false', 'null', '{}', '[]', '[ ]'),
    fc
      .tuple(blank, fc.array(tie('value'), { maxLength: 4 }))
      .map(([gap, items]) => `[${items.join(`${gap},${gap}`)}]`),
    fc
      .tuple(blank, fc.array(fc.tuple(string, tie('value')), { maxLength: 4 }))
      .map(([gap, members]) => `{${members.map(([name, item]) => `${name}${gap}:${item}`).join(`,${gap}`)}}`),
  ),
}))

/** A request the stand-in answers, with anything at all around and between what it looks at. */
const body = fc
  .tuple(
    blank,
    fc.array(fc.tuple(string, value), { maxLength: 5 }),
    fc.integer({ min: 1, max: 60 }),
    fc.boolean(),
  )
  .map(([gap, extra, depth, stream]) => {
    const members = [
      ...extra.map(([name, item]) => `${name}${gap}:${gap}${item}`),
      `"deep":${'['.repeat(depth)}${']'.repeat(depth)}`,
      '"model":"overridden"',
      '"max_tokens":10',
      `"messages":[{"role":"user","content":"caf\\u00e9 \\/ 🙂"}]`,
      `"stream"${gap}:${String(stream)}`,
      `"\\u006dodel":"claude-haiku-4-5"`,
    ]
    return `${gap}{${gap}${members.join(`${gap},${gap}`)}${gap}}${gap}`
  })

test('any JSON body reaches Anthropic byte for byte', async ({ gateway }) => {
  const project = await gateway.projectOn('anthropic')
  await fc.assert(
    fc.asyncProperty(body, async (text) => {
      const response = await postMessages(gateway.url, project, text)
      const answer = await response.text()
      expect([response.status, answer]).toEqual([200, expect.stringContaining('claude-haiku-4-5')])
      expect(gateway.anthropic.requests.at(-1)!.body.toString()).toBe(text)
    }),
    { numRuns: 300 },
  )
})

test('so do a deep body and one of many megabytes', async ({ gateway }) => {
  const project = await gateway.projectOn('anthropic')
  const start = '{"model":"claude-haiku-4-5","max_tokens":10,"messages":[{"role":"user","content":"hi"}],"x":'
  for (const value of [`${'['.repeat(200)}1e400${']'.repeat(200)}`, `"${'é\\u0000'.repeat(1_500_000)}"`]) {
    const text = `${start}${value}}`
    const response = await postMessages(gateway.url, project, text)
    await response.text()
    expect(response.status).toBe(200)
    expect(gateway.anthropic.requests.at(-1)!.body.equals(Buffer.from(text))).toBe(true)
  }
})
