// The commands that change things, as scripts call them: options and files in, one JSON document out, exit codes.
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { embeddedDatabaseUrl } from '../../fixtures/database.ts'
import { ADMIN_TOKEN, expect, IAM_KEY, test, type Gateway } from '../../fixtures/gateway.ts'
import { postMessages } from '../../fixtures/messages.ts'
import { runCli, type CliResult } from '../../fixtures/run-cli.ts'

// Each command is a process of its own, and some tests run a dozen of them.
test.describe.configure({ timeout: 150_000 })

const as = ({ url }: Pick<Gateway, 'url'>) => ({ HEADGATE_URL: url, HEADGATE_ADMIN_TOKEN: ADMIN_TOKEN })
const unique = () => randomBytes(4).toString('hex')

interface Saved {
  readonly saved: boolean
  readonly credential: { readonly id: string; readonly keyPreview: string } | null
  readonly probe: { readonly ok: boolean } | null
}

const documentOf = ({ out }: CliResult): unknown => JSON.parse(out)

async function exists({ api }: Gateway, accountId: string): Promise<boolean> {
  const { items } = await api.query<{ items: { accountId: string }[] }>('credentials.list', { limit: 200 })
  return items.some((view) => view.accountId === accountId)
}

function expectNone(secrets: readonly string[], ...results: readonly CliResult[]): void {
  for (const { out, err } of results)
    for (const secret of [...secrets, ADMIN_TOKEN]) expect(out + err).not.toContain(secret)
}

test('login reads secrets from files and standard input, in every form', async ({ gateway }) => {
  const directory = mkdtempSync(join(tmpdir(), 'headgate-cli-'))
  const place = ['--region', 'us-east-1', '--json']
  const keyFile = join(directory, 'a key.txt')
  const iamFile = join(directory, 'keys.json')
  const bedrockKey = `ABSKcanaryScript${unique()}${unique()}`
  const anthropicKey = `sk-ant-api03-canaryScript${unique()}${unique()}`
  writeFileSync(keyFile, `\uFEFF${bedrockKey}\r\n`)
  writeFileSync(
    iamFile,
    JSON.stringify({
      AccessKey: { AccessKeyId: IAM_KEY.accessKeyId, SecretAccessKey: IAM_KEY.secretAccessKey },
    }),
  )
  const lines = `AWS_ACCESS_KEY_ID=${IAM_KEY.accessKeyId}\nexport AWS_SECRET_ACCESS_KEY='${IAM_KEY.secretAccessKey}'\n`
  const forms: readonly (readonly [args: string[], input?: string])[] = [
    [['bedrock', ...place, '--secret-file', keyFile, '--surface', 'messages', '--geography', 'us']],
    [['bedrock', ...place, '--method', 'iam', '--secret-file', iamFile]],
    [['bedrock', ...place, '--method', 'iam', '--secret-stdin'], lines],
    [
      ['bedrock', ...place, '--access-key-id', IAM_KEY.accessKeyId, '--secret-stdin'],
      IAM_KEY.secretAccessKey,
    ],
    [['anthropic', '--json', '--secret-stdin', '--name', 'Research org'], `${anthropicKey}\n`],
  ]
  try {
    for (const [args, input] of forms) {
      const accountId = `acc_${unique()}`
      const result = await runCli(['login', ...args, '--account-id', accountId], as(gateway), input)
      expect([args, result.code, result.err]).toEqual([args, 0, ''])
      expect(documentOf(result) as Saved).toMatchObject({
        saved: true,
        credential: { accountId },
        probe: { ok: true },
      })
      expect(await exists(gateway, accountId)).toBe(true)
      expectNone([bedrockKey, anthropicKey, IAM_KEY.secretAccessKey], result)
    }
  } finally {
    rmSync(directory, { recursive: true })
  }
})

test('login with a failed probe ends with exit code 1 and saves nothing, unless forced or not tried', async ({
  gateway,
}) => {
  const secret = `ABSKcanaryScript${unique()}${unique()}`
  const login = (accountId: string, ...more: string[]) => {
    const args = ['login', 'bedrock', '--account-id', accountId, '--region', 'us-east-1', '--secret-stdin']
    return runCli([...args, '--json', ...more], as(gateway), secret)
  }
  gateway.bedrock.always({
    kind: 'error',
    status: 403,
    exception: 'AccessDeniedException',
    message: `no ${secret}`,
  })
  const ids = [1, 2, 3].map(() => `acc_${unique()}`) as [string, string, string]
  const rejected = await login(ids[0])
  expect(rejected.code).toBe(1)
  expect(documentOf(rejected) as Saved).toMatchObject({
    saved: false,
    credential: null,
    probe: { ok: false },
  })
  expect(rejected.err).toMatch(/status 403.*Nothing is saved/)
  const forced = await login(ids[1], '--force')
  expect([forced.code, (documentOf(forced) as Saved).probe?.ok]).toEqual([0, false])
  const untried = await login(ids[2], '--no-probe')
  expect([untried.code, (documentOf(untried) as Saved).probe]).toEqual([0, null])
  expect(await Promise.all(ids.map((id) => exists(gateway, id)))).toEqual([false, true, true])
  expectNone([secret], rejected, forced, untried)
})

test('a subscription login is saved only after its notice is accepted', async ({ gateway }) => {
  const tokens = {
    access_token: `sk-ant-oat01-canaryScript${unique()}${unique()}`,
    refresh_token: `sk-ant-ort01-canaryScript${unique()}${unique()}`,
    expires_at: Math.floor(Date.now() / 1000) + 365 * 86_400,
    scope: 'user:inference',
  }
  const accountId = `acc_${unique()}`
  const args = ['login', 'anthropic', '--method', 'oauth', '--account-id', accountId, '--secret-stdin']
  const denied = await runCli(args, as(gateway), JSON.stringify(tokens))
  expect([denied.code, denied.out]).toEqual([2, ''])
  expect(denied.err).toMatch(/Claude subscription.*--accept-subscription-notice/)
  expect(await exists(gateway, accountId)).toBe(false)
  const accepted = await runCli(
    [...args, '--accept-subscription-notice', '--json'],
    as(gateway),
    JSON.stringify(tokens),
  )
  expect(accepted.code).toBe(0)
  expect((documentOf(accepted) as { warnings: string[] }).warnings.join()).toContain('Claude subscription')
  expectNone([tokens.access_token, tokens.refresh_token], denied, accepted)
})

test('a credential is rotated, probed and removed', async ({ gateway }) => {
  const { accountId, id } = await gateway.addCredential('bedrock')
  const env = as(gateway)
  const secret = `ABSKcanaryScript${unique()}${unique()}`
  const rotated = await runCli(['credential', 'rotate', accountId, '--secret-stdin', '--json'], env, secret)
  expect(rotated.code).toBe(0)
  expect((documentOf(rotated) as Saved).credential?.keyPreview).toContain(secret.slice(-4))
  expect((await runCli(['credential', 'probe', id], env)).out).toMatch(
    /^acc_\S+: claude-haiku-4-5 answered in/,
  )
  gateway.bedrock.script({ kind: 'error', status: 403, exception: 'AccessDeniedException', message: 'no' })
  const probe = await runCli(['credential', 'probe', accountId, '--model', 'claude-opus-4-8', '--json'], env)
  expect(probe.code).toBe(1)
  expect(documentOf(probe)).toMatchObject({ ok: false, model: 'claude-opus-4-8', status: 403 })
  const list = await runCli(['credential', 'probe', accountId, '--conformance'], env)
  expect(list.out).toContain('13 passed, 0 failed, 2 not offered.')
  expect((await runCli(['credential', 'clear-cooldown', accountId], env)).out).toBe(`${accountId}: Ready\n`)
  const refresh = await runCli(['credential', 'refresh', accountId], env)
  expect([refresh.code, refresh.out]).toEqual([2, ''])
  const kept = await runCli(['credential', 'remove', accountId], env)
  expect(kept).toMatchObject({ code: 2, out: '', err: expect.stringContaining('--yes') })
  const removed = await runCli(['credential', 'remove', accountId, '--yes', '--json'], env)
  expect([removed.code, documentOf(removed)]).toEqual([0, { id, removed: true, accountId }])
  expectNone([secret], rotated, probe)
})

test('a rejected secret ends with exit code 1, a wrong call with 2', async ({ gateway }) => {
  const { accountId } = await gateway.addCredential('bedrock')
  const rotate = (secret: string, ...more: string[]) =>
    runCli(['credential', 'rotate', accountId, '--secret-stdin', '--json', ...more], as(gateway), secret)
  const rejected = await rotate('of-no-known-form-0123456789')
  expect(rejected).toMatchObject({
    code: 1,
    out: '',
    err: expect.stringContaining('rejected (403)'),
  })
  expect((await rotate('no secret at all')).code).toBe(2)
  expect((await rotate('of-no-known-form-0123456789', '--force')).code).toBe(0)
})

test('a project with a pool, and a key from creation to revocation', async ({ gateway }) => {
  const [first, second] = [await gateway.addCredential('bedrock'), await gateway.addCredential('anthropic')]
  const env = as(gateway)
  const slug = `project-${unique()}`
  const pool = ['--credential', first.accountId, '--credential', second.id]
  const made = await runCli(['project', 'create', slug, '--name', 'Project', ...pool, '--json'], env)
  expect(documentOf(made)).toMatchObject({
    slug,
    strategy: 'priority',
    pool: [
      { accountId: first.accountId, priority: 0 },
      { accountId: second.accountId, priority: 1 },
    ],
  })
  expect((await runCli(['project', 'list'], env)).out).toMatch(
    new RegExp(`^${slug} +Project +0 +Enabled`, 'm'),
  )
  const misspelled = await runCli(
    ['project', 'create', `${slug}-2`, '--name', 'P', '--credential', `${first.accountId}x`],
    env,
  )
  expect(misspelled).toMatchObject({
    code: 2,
    err: expect.stringContaining(`Did you mean ${first.accountId}`),
  })
  expect((await runCli(['project', 'list'], env)).out).not.toContain(`${slug}-2`)

  const key = await runCli(['key', 'create', slug, '--name', 'k', '--expires-at', '90d', '--json'], env)
  const created = documentOf(key) as { id: string; key: string }
  expect((await postMessages(gateway.url, created)).status).toBe(200)
  const plain = await runCli(['key', 'create', slug, '--name', 'piped'], env)
  expect(plain.out).toMatch(/^hg_live_\S{43}\n$/)
  const keys = await runCli(['key', 'list', slug], env)
  expect(keys.out).toMatch(new RegExp(`^${created.id} +hg_live_\\S+\\.\\.\\.\\S{4} +Active`, 'm'))
  expect(keys.out).not.toContain(created.key)
  expect(await runCli(['key', 'revoke', created.id], env)).toMatchObject({ code: 2, out: '' })
  const whole = await runCli(['key', 'revoke', created.key, '--yes'], env)
  expect(whole.code).toBe(2)
  expect(whole.err).not.toContain(created.key)
  expect((await runCli(['key', 'revoke', created.id, '--yes'], env)).code).toBe(0)
  expect((await postMessages(gateway.url, created)).status).toBe(401)
})

test('call reaches every procedure, and takes no secret among the arguments', async ({ gateway }) => {
  const env = as(gateway)
  const accountId = `acc_${unique()}`
  const draft = {
    provider: 'anthropic',
    method: 'api_key',
    accountId,
    name: 'C',
    apiKey: `sk-ant-api03-canary${unique()}`,
  }
  const seen = await runCli(['call', 'credentials.create', JSON.stringify(draft)], env)
  expect(seen).toMatchObject({ code: 2, out: '', err: expect.stringContaining('contains a secret (apiKey)') })
  expect(await exists(gateway, accountId)).toBe(false)
  const made = await runCli(['call', 'credentials.create', '-'], env, JSON.stringify(draft))
  const { id } = documentOf(made) as { id: string }
  const got = await runCli(['call', 'credentials.get', JSON.stringify({ id })], env)
  expect(documentOf(got)).toMatchObject({ id, accountId })
  expectNone([draft.apiKey], seen, made, got)
  const cases: readonly (readonly [args: string[], says: RegExp])[] = [
    [['credentials.gett', '{}'], /Did you mean credentials\.get/],
    [['credentials.get', '{id:1}'], /not valid JSON/],
    [['credentials.get', '{"id":"1"}'], /id: /],
    [[], /headgate call --list/],
  ]
  for (const [args, says] of cases) {
    const { code, out, err } = await runCli(['call', ...args], env)
    expect([args, code, out]).toEqual([args, 2, ''])
    expect(err).toMatch(says)
  }
  const listed = documentOf(await runCli(['call', '--list', '--json'])) as { path: string; kind: string }[]
  expect(listed).toContainEqual({ path: 'credentials.create', kind: 'mutation' })
})

test('migrate updates an empty database without a server', async ({ gateway }) => {
  const database = embeddedDatabaseUrl(gateway.server.dataDir)
  const name = `cli_${unique()}`
  const sql = new pg.Client({ connectionString: database.href })
  await sql.connect()
  await sql.query(`create database ${name}`)
  await sql.end()
  database.pathname = `/${name}`
  const env = { DATABASE_URL: database.href }
  const pending = documentOf(await runCli(['migrate', '--list', '--json'], env)) as { pending: string[] }
  expect(pending.pending).toContain('Migration20261122000002_multi_provider')
  const applied = await runCli(['migrate', '--json'], env)
  expect(documentOf(applied)).toEqual({ applied: pending.pending, pending: [] })
  expect(await runCli(['migrate'], env)).toMatchObject({ code: 0, out: 'The database is up to date.\n' })
  const away = await runCli(['migrate'], { DATABASE_URL: 'postgresql://u:hiddenpassword@127.0.0.1:1/x' })
  expect(away).toMatchObject({ code: 2, out: '', err: expect.stringContaining('does not answer') })
  expect(away.err).not.toContain('hiddenpassword')
})

test('an API token acts with its role', async ({ gateway }) => {
  const expiresAt = new Date(Date.now() + 3_600_000).toISOString()
  const tokenOf = async (role: string) =>
    (await gateway.api.mutate<{ token: string }>('apiTokens.create', { name: 'cli', role, expiresAt })).token
  const env = (token: string) => ({ HEADGATE_URL: gateway.url, HEADGATE_ADMIN_TOKEN: token })
  const admin = await tokenOf('admin')
  const accountId = `acc_${unique()}`
  const args = ['login', 'anthropic', '--account-id', accountId, '--secret-stdin']
  const viewer = await runCli(args, env(await tokenOf('viewer')), 'sk-ant-api03-x')
  expect(viewer).toMatchObject({ code: 2, out: '', err: expect.stringContaining("role 'viewer'") })
  const saved = await runCli(args, env(admin), 'sk-ant-api03-x')
  expect(saved.code).toBe(0)
  expectNone([admin], saved)
})
