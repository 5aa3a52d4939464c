// The small decisions of the command line: names, times, what is hidden, which options go together.
import { describe, expect, test } from 'vitest'
import { methodOf, timeoutMsOf, type AnthropicOptions } from './anthropic-options.ts'
import { accountIdFor, freeId } from './ask-names.ts'
import { identityOf, type BedrockOptions } from './bedrock-options.ts'
import { hiddenSecrets } from './hidden-secrets.ts'
import { nearNames } from './near-names.ts'
import { browserOpener } from './open-browser.ts'
import { readTime } from './read-time.ts'
import { secretFieldOf } from './secret-fields.ts'
import { wrapWords } from './wrap-words.ts'
import { listProcedures } from '../list-procedures.ts'

test('suggested account ids', () => {
  expect(accountIdFor('acc_bedrock', 'Bedrock eu-central-1')).toBe('acc_bedrock_eu_central_1')
  expect(accountIdFor('acc', 'Research org')).toBe('acc_research_org')
  expect(accountIdFor('acc', '...')).toBe('acc')
  expect(freeId('acc', new Set())).toBe('acc')
  expect(freeId('acc', new Set(['acc', 'acc_2']))).toBe('acc_3')
})

test('names that were probably meant', () => {
  const names = ['credentials.list', 'credentials.get', 'projects.list', 'keys.list']
  expect(nearNames('credentials.lst', names)[0]).toBe('credentials.list')
  expect(nearNames('Projects.List', names)[0]).toBe('projects.list')
  expect(nearNames('list', names)).toContain('keys.list')
  expect(nearNames('zzzz', names)).toEqual([])
})

test('times as people write them', () => {
  const now = new Date('2026-11-22T12:00:00Z')
  expect(readTime('--at', '90d', now)).toBe('2027-02-20T12:00:00.000Z')
  expect(readTime('--at', '12h', now)).toBe('2026-11-23T00:00:00.000Z')
  expect(readTime('--at', '2026-12-31', now)).toBe('2026-12-31T00:00:00Z')
  expect(readTime('--at', '2026-12-31T18:00:00+01:00', now)).toBe('2026-12-31T18:00:00+01:00')
  for (const text of ['', 'soon', '2026-13-01', '99999999d', '2026-12-31T18:00'])
    expect(() => readTime('--at', text, now)).toThrow(/^--at must look like/)
})

test('what was read is hidden, also inside of JSON', () => {
  const hidden = hiddenSecrets()
  const secret = hidden.hide('with"quote\\and-more')
  hidden.hide('short')
  expect(hidden.without(`a ${secret} b short`)).toBe('a [hidden] b short')
  expect(JSON.parse(hidden.without(JSON.stringify({ secret })))).toEqual({ secret: '[hidden]' })
})

describe('secrets among arguments', () => {
  test.each([
    [{ apiKey: 'x' }, 'apiKey'],
    [{ draft: { secretAccessKey: 'x' } }, 'draft.secretAccessKey'],
    [{ currentPassword: 'x' }, 'currentPassword'],
    [{ name: 'sk-ant-api03-x' }, 'name'],
    [['hg_live_x'], '0'],
    ['ABSKx', 'the text'],
    [{ id: 'x', force: true, accessKeyId: 'AKIA', code: '' }, null],
    [null, null],
  ])('%j', (input, field) => expect(secretFieldOf(input)).toBe(field))
})

test('every field of the API that takes a secret is rejected', () => {
  for (const field of [
    'apiKey',
    'accessToken',
    'refreshToken',
    'secretAccessKey',
    'sessionToken',
    'password',
  ])
    expect(secretFieldOf({ deep: [{ [field]: 'value' }] })).toBe(`deep.0.${field}`)
})

test('which identity the options mean', () => {
  const of = (options: Partial<BedrockOptions>) => identityOf({ input: true, probe: true, ...options })
  expect(of({})).toBeNull()
  expect(of({ method: 'api-key' })).toBe('api-key')
  expect(of({ method: 'iam' })).toBe('machine')
  expect(of({ roleArn: 'arn' })).toBe('machine')
  expect(of({ accessKeyId: 'AKIA' })).toBe('keys')
  expect(of({ method: 'iam', secretStdin: true })).toBe('keys')
  expect(() => of({ method: 'api-key', roleArn: 'arn' })).toThrow(/belong to --method iam/)
  expect(() => of({ method: 'keys' })).toThrow(/--method is/)
})

test('which way to sign in the options mean', () => {
  const options: AnthropicOptions = { input: true, probe: true, browser: true }
  expect(methodOf(options)).toBeNull()
  expect(methodOf({ ...options, id: 'x' })).toBe('oauth')
  expect(methodOf({ ...options, paste: true })).toBe('oauth')
  expect(() => methodOf({ ...options, method: 'api-key', paste: true })).toThrow(/belong to --method oauth/)
  expect(timeoutMsOf(options)).toBe(600_000)
  for (const timeout of ['0', '601', 'x', '1.5'])
    expect(() => timeoutMsOf({ ...options, timeout })).toThrow(/--timeout is/)
})

test('a browser is opened only where there is one to see', () => {
  expect(browserOpener('darwin', {})?.command).toBe('open')
  expect(browserOpener('win32', {})?.command).toBe('rundll32')
  expect(browserOpener('linux', { DISPLAY: ':0' })?.command).toBe('xdg-open')
  expect(browserOpener('linux', {})).toBeNull()
  expect(browserOpener('darwin', { SSH_TTY: '/dev/pts/1' })).toBeNull()
})

test('words are wrapped, addresses stay whole', () => {
  const url = `https://example.com/${'x'.repeat(40)}`
  expect(wrapWords(`one two three\n${url} end`, 9)).toEqual(['one two', 'three', url, 'end'])
})

test('the procedures are those of the router', () => {
  const procedures = listProcedures()
  expect(procedures).toContainEqual({ path: 'credentials.list', kind: 'query' })
  expect(procedures).toContainEqual({ path: 'keys.create', kind: 'mutation' })
})
