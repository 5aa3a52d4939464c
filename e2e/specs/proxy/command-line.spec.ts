// `headgate` as scripts call it: exit codes, what goes to stdout, and one clear line when it cannot work.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { startFaultyUpstream, type Fault } from '../../fixtures/faulty-upstream.ts'
import { freePort } from '../../fixtures/free-port.ts'
import { ADMIN_TOKEN, ANTHROPIC_KEY, expect, test, type Gateway } from '../../fixtures/gateway.ts'
import { runCli } from '../../fixtures/run-cli.ts'

// Each command is a process of its own, and some tests run a dozen of them.
test.describe.configure({ timeout: 150_000 })

const as = ({ url }: Pick<Gateway, 'url'>) => ({ HEADGATE_URL: url, HEADGATE_ADMIN_TOKEN: ADMIN_TOKEN })

const failCaching: Fault = ({ body, headers }) =>
  body.includes('cache_control')
    ? {
        status: 400,
        body: Buffer.from(
          JSON.stringify({
            type: 'error',
            error: { type: 'invalid_request_error', message: `\u001b[2Jno ${String(headers['x-api-key'])}` },
          }),
        ),
      }
    : null

test('doctor: a table, exit code 0', async ({ gateway }) => {
  const { accountId } = await gateway.addCredential('bedrock')
  const { code, out, err } = await runCli(['doctor', accountId], as(gateway))
  expect([code, err]).toEqual([0, ''])
  const lines = out.split('\n')
  expect(lines[0]).toBe(
    `${accountId}: claude-haiku-4-5 (AWS Bedrock, API key, InvokeModel in us-east-1, as global.anthropic.claude-haiku-4-5-20251001-v1:0)`,
  )
  expect(lines.filter((line) => /^ {2}\w+ +(?:pass|not offered) +\d+ ms {2}\S/.test(line))).toHaveLength(15)
  expect(lines.at(-2)).toBe('13 passed, 0 failed, 2 not offered.')
  expect(out).not.toContain('\u001b')
})

test('doctor: a failure is shown with its call, exit code 1, no secret and no escape', async ({
  gateway,
}) => {
  await using upstream = await startFaultyUpstream(gateway.anthropic.url, failCaching)
  const { accountId } = await gateway.addCredential('anthropic', { endpointUrl: upstream.url })
  const { code, out } = await runCli(['doctor', '--credential', accountId], as(gateway))
  expect(code).toBe(1)
  expect(out).toMatch(/^ {2}caching +FAIL +\d+ ms {2}HTTP 400: \[2Jno sk-/m)
  expect(out).toContain('caching failed. To repeat the call:\n')
  expect(out).toContain(`-H 'x-headgate-credential: ${accountId}'`)
  expect(out).toContain('-H "x-api-key: $HEADGATE_KEY"')
  expect(out).toContain('1 failed')
  expect(out).not.toContain(ANTHROPIC_KEY)
  expect(out).not.toContain('\u001b')
})

test('doctor --json: one document on stdout, for each credential and model', async ({ gateway }) => {
  const one = await gateway.addCredential('anthropic')
  const two = await gateway.addCredential('bedrock')
  const models = ['--model', 'claude-haiku-4-5', '--model', 'claude-opus-4-8']
  const { code, out, err } = await runCli(['doctor', one.accountId, two.id, ...models, '--json'], as(gateway))
  expect([code, err]).toEqual([0, ''])
  const report = JSON.parse(out) as { runs: { credential: object; model: string; checks: unknown[] }[] }
  expect(report).toMatchObject({ ok: true, counts: { fail: 0 } })
  expect(report.runs.map(({ credential, model }) => [credential, model])).toMatchObject([
    [{ accountId: one.accountId }, 'claude-haiku-4-5'],
    [{ accountId: one.accountId }, 'claude-opus-4-8'],
    [{ accountId: two.accountId }, 'claude-haiku-4-5'],
    [{ accountId: two.accountId }, 'claude-opus-4-8'],
  ])
  for (const { checks } of report.runs) expect(checks).toHaveLength(15)
})

test('credential list shows kind, region and status', async ({ gateway }) => {
  const { accountId } = await gateway.addCredential('bedrock')
  const { code, out } = await runCli(['credential', 'list', '--url', `${gateway.url}/`], {
    HEADGATE_ADMIN_TOKEN: ADMIN_TOKEN,
  })
  expect(code).toBe(0)
  expect(out).toMatch(/^CREDENTIAL ID +KIND +REGION +STATUS +PROJECTS$/m)
  expect(out).toMatch(new RegExp(`^${accountId} +AWS Bedrock, API key +us-east-1 +Ready +-$`, 'm'))
  const json = await runCli(['credential', 'list', '--json'], as(gateway))
  expect(JSON.parse(json.out)).toContainEqual(expect.objectContaining({ accountId }))
})

test('a command that cannot work prints one line and ends with exit code 2', async ({ gateway }) => {
  const port = await freePort()
  const other = createServer((_request, response) => response.end('<html>')).listen(0, '127.0.0.1')
  await new Promise((resolve) => other.once('listening', resolve))
  const otherUrl = `http://127.0.0.1:${(other.address() as AddressInfo).port}`
  const elsewhere = createServer((_request, response) =>
    response.writeHead(302, { location: 'https://else.example/' }).end(),
  ).listen(0, '127.0.0.1')
  await new Promise((resolve) => elsewhere.once('listening', resolve))
  const elsewhereUrl = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`
  const known = { HEADGATE_ADMIN_TOKEN: ADMIN_TOKEN }
  const wrong = 'x'.repeat(40)
  const cases: readonly (readonly [args: string[], env: Record<string, string>, says: RegExp])[] = [
    [['doctor'], { HEADGATE_URL: gateway.url }, /Set HEADGATE_ADMIN_TOKEN to the value/],
    [['doctor'], { HEADGATE_URL: gateway.url, HEADGATE_ADMIN_TOKEN: wrong }, /denied the admin token/],
    [['doctor'], { ...known, HEADGATE_ADMIN_TOKEN: 'a\nb' }, /contains spaces or special characters/],
    [
      ['doctor'],
      { ...known, PORT: String(port) },
      new RegExp(`:${port} does not answer \\(connection refused\\)\\. Is it running\\?`),
    ],
    [['doctor', 'nope'], as(gateway), /no credential 'nope'/],
    [['doctor', '--url', otherUrl], known, /is not a Headgate gateway/],
    [['doctor', '--url', elsewhereUrl], known, /redirects to https:\/\/else\.example/],
    [['doctor', '--url', 'nonsense'], known, /must look like/],
    [['doctor', '--url', `http://u:${wrong}@127.0.0.1`], known, /must not contain a user name or password/],
    [['doctor', '--nonsense'], known, /^headgate: Unknown option/],
    [['nonsense'], known, /^headgate: Unknown command/],
  ]
  try {
    for (const [args, env, says] of cases) {
      const { code, out, err } = await runCli(args, env)
      expect([args, code, out]).toEqual([args, 2, ''])
      expect(err).toMatch(says)
      expect(err.trim().split('\n')).toHaveLength(1)
      for (const secret of [ADMIN_TOKEN, wrong]) expect(err).not.toContain(secret)
    }
  } finally {
    other.close()
    elsewhere.close()
  }
})

test('without a terminal nothing is asked: the error is one line, exit code 2', async ({ gateway }) => {
  const { accountId } = await gateway.addCredential('anthropic')
  const cases: readonly (readonly [args: string[], says: RegExp, input?: string])[] = [
    [['login', 'bedrock'], /Missing: --account-id, --region, --secret-file or --secret-stdin\./],
    [['login', 'bedrock', '--account-id', 'a', '--region', 'us-east-1'], /Missing: --secret-file/],
    [['login', 'bedrock', '--surface', 'x'], /--surface must be one of invoke, messages, mantle/],
    [['login', 'bedrock', '--secret-file', '/does/not/exist'], /\/does\/not\/exist does not exist/],
    [['login', 'bedrock', '--secret-stdin'], /Standard input is empty/, ''],
    [
      ['login', 'bedrock', '--account-id', 'a', '--region', 'nowhere-1', '--secret-stdin'],
      /region: /,
      'ABSKx',
    ],
    [['login', 'anthropic'], /Missing: --account-id/],
    [
      ['login', 'anthropic', '--account-id', accountId, '--secret-stdin'],
      /credential rotate/,
      'sk-ant-api03-x',
    ],
    [['login', 'anthropic', '--account-id', 'a', '--secret-stdin'], /must be one line/, 'a\nb'],
    [['login', 'anthropic', '--id', accountId], /Only OAuth credentials can be signed in to again/],
    [['credential', 'rotate', accountId], /Missing: --secret-file/],
    [['credential', 'probe', `${accountId}x`], /Did you mean/],
    [['project', 'create', 'slug'], /Missing: --name/],
    [['key', 'create', 'nope', '--name', 'k'], /no project 'nope'/],
    [['key', 'create', 'nope', '--name', 'k', '--expires-at', 'soon'], /--expires-at must look like/],
  ]
  for (const [args, says, input] of cases) {
    const { code, out, err } = await runCli(args, as(gateway), input)
    expect([args, code, out]).toEqual([args, 2, ''])
    expect(err).toMatch(says)
    expect(err.trim().split('\n')).toHaveLength(1)
  }
})

test('help goes to stdout with exit code 0 and fits 80 columns', async () => {
  const groups = ['login', 'credential', 'project', 'key', 'doctor', 'call', 'migrate', 'recover-owner']
  const commands = [
    ...[...groups, 'rotate-encryption-key'].map((name) => [name]),
    ...['bedrock', 'anthropic'].map((name) => ['login', name]),
    ...['list', 'probe', 'rotate', 'remove'].map((name) => ['credential', name]),
    ...['create', 'list', 'revoke'].map((name) => ['key', name]),
  ]
  const helps = [[], ...commands].map(async (command) => ({
    command,
    ...(await runCli([...command, '--help'])),
  }))
  for (const { command, code, out, err } of await Promise.all(helps)) {
    expect([command, code, err]).toEqual([command, 0, ''])
    expect(out).toContain('Usage: headgate')
    expect(out).toContain('--url')
    expect(out.split('\n').filter((line) => line.length > 80)).toEqual([])
  }
})
