// Known secrets are planted, the main flows run, and then everything that can be read is searched for them.
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { embeddedDatabaseUrl } from '../../fixtures/database.ts'
import { ADMIN_TOKEN, expect, startGateway, test, type Gateway } from '../../fixtures/gateway.ts'
import { bodyOf, postMessages } from '../../fixtures/messages.ts'
import { startPtyCli } from '../../fixtures/pty-cli.ts'
import { runCli, startCli } from '../../fixtures/run-cli.ts'
import { smallUpstream, type SmallUpstream } from '../../fixtures/small-upstream.ts'

/** The one place for them. */
const KEY_FILE = 'encryption.key'
const PASSWORD = 'canary correct horse battery'
/** Of the identity token; alone it looks like nothing that a rule of redaction knows. */
const SIGNATURE = `CANARY${'m4'.repeat(40)}`
const PLANTED = {
  anthropic: `sk-ant-api03-CANARY${'a1'.repeat(20)}`,
  rotated: `sk-ant-api03-CANARY${'b2'.repeat(20)}`,
  access: `sk-ant-oat01-CANARY${'c3'.repeat(20)}`,
  refresh: `sk-ant-ort01-CANARY${'d4'.repeat(20)}`,
  bedrock: `ABSKCANARY${'e5'.repeat(24)}`,
  shortTerm: `bedrock-api-key-CANARY${'f6'.repeat(40)}`,
  draft: `sk-ant-api03-CANARY${'g7'.repeat(20)}`,
  refused: `sk-ant-api03-CANARY${'h8'.repeat(20)}`,
  forced: `ABSKCANARY${'i9'.repeat(24)}`,
  secondAccess: `sk-ant-oat01-CANARY${'j1'.repeat(20)}`,
  secondRefresh: `sk-ant-ort01-CANARY${'k2'.repeat(20)}`,
  federated: `sk-ant-oat01-CANARY${'l3'.repeat(20)}`,
  identity: plantedIdentityToken(),
  piped: `sk-ant-api03-CANARY${'n5'.repeat(20)}`,
  typed: `sk-ant-api03-CANARY${'m4'.repeat(20)}`,
} as const

function plantedIdentityToken() {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const claims = { sub: 'system:serviceaccount:default:headgate', exp: 4102444800 }
  return `${part({ alg: 'ES256' })}.${part(claims)}.${SIGNATURE}`
}

/** A token endpoint that repeats what it was sent, and grants at last. */
function echoingEndpoint(): Promise<SmallUpstream> {
  let asked = 0
  return smallUpstream((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      asked += 1
      const message = `bad assertion ${SIGNATURE} of ${body}`
      const granted = { access_token: PLANTED.federated, expires_in: 3600, scope: 'workspace:inference' }
      response.writeHead(asked < 3 ? 401 : 200, { 'content-type': 'application/json', 'x-echo': 'yes' })
      response.end(
        JSON.stringify(
          asked < 3 ? { type: 'error', error: { type: 'authentication_error', message } } : granted,
        ),
      )
    })
  })
}

/** Refused with an echo, asked for again by hand, granted, used. */
async function federations(gateway: Gateway): Promise<void> {
  const { api, url } = gateway
  const created = await gateway.addCredential('workload')
  const failed = async () =>
    (await api.query<{ refreshProblem: object | null }>('credentials.get', { id: created.id })).refreshProblem
  await expect.poll(failed).not.toBeNull()
  await expect(api.mutate('credentials.refresh', { id: created.id })).rejects.toThrow(/bad assertion/)
  await api.mutate('credentials.refresh', { id: created.id })
  await postMessages(url, await gateway.addProject(created))
  await api.query('audit.list', { limit: 200 })
}

/** Every answer the test gets, as text with its headers. */
function recorder() {
  const answers: string[] = []
  const original = globalThis.fetch
  globalThis.fetch = async (...args) => {
    const response = await original(...args)
    const copy = response.clone()
    answers.push(JSON.stringify([...copy.headers]) + (await copy.text().catch(() => '')))
    return response
  }
  return { answers, restore: () => void (globalThis.fetch = original) }
}

/** Tried and kept, refused with an echo, stored untried; then all of it under another encryption key. */
async function rotations(
  { api, anthropic }: Gateway,
  [plain, oauth, bedrock]: { id: string }[],
): Promise<void> {
  await api.mutate('credentials.rotate', { id: plain!.id, method: 'api_key', apiKey: PLANTED.rotated })
  anthropic.script({
    kind: 'error',
    status: 401,
    type: 'authentication_error',
    message: `${PLANTED.refused} is no key`,
  })
  const refused = { id: plain!.id, method: 'api_key', apiKey: PLANTED.refused }
  await expect(api.mutate('credentials.rotate', refused)).rejects.toThrow(/is no key/)
  const forced = { id: bedrock!.id, method: 'api_key', apiKey: PLANTED.forced, force: true }
  await api.mutate('credentials.rotate', forced)
  const tokens = { accessToken: PLANTED.secondAccess, refreshToken: PLANTED.secondRefresh }
  const expiresAt = '2099-01-01T00:00:00Z'
  await api.mutate('credentials.rotate', { id: oauth!.id, method: 'oauth', expiresAt, ...tokens })
}

/** What the command line prints, the change of the encryption key included. */
async function commands({ url, server: { dataDir } }: Gateway): Promise<string> {
  const env = { HEADGATE_URL: url, HEADGATE_ADMIN_TOKEN: ADMIN_TOKEN, HEADGATE_DATA_DIR: dataDir }
  const printed: string[] = []
  for (const args of [
    ['credential', 'list', '--json'],
    ['doctor', '--json'],
    ['rotate-encryption-key', '--new-key'],
    ['rotate-encryption-key', '--json'],
    ['rotate-encryption-key', '--no-such-option'],
  ]) {
    const { out, err } = await runCli(args, env)
    printed.push(out, err)
  }
  const piped = startCli([...LOGIN, 'acc_piped', '--secret-stdin', '--json'], env, `${PLANTED.piped}\n`)
  printed.push(processArguments(), JSON.stringify(await piped.ended))
  const typed = startPtyCli([...LOGIN, 'acc_typed'], env)
  await typed.until(/API key \(sk-ant/)
  typed.press(PLANTED.typed)
  await typed.until(/\d+ characters/)
  printed.push(processArguments())
  typed.answer()
  await typed.until(/Make a project with a key/)
  typed.press('n')
  expect(await typed.ended).toBe(0)
  // Once as it was sent, and once without what moves the cursor in between.
  printed.push(typed.raw(), typed.screen())
  return printed.join('\n')
}

const LOGIN = ['login', 'anthropic', '--method', 'api-key', '--account-id']

/** Of every process, while the gateway runs. */
function processArguments(): string {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      } catch {
        return ''
      }
    })
    .join('\n')
}

async function mainFlows(gateway: Gateway): Promise<{ keys: string[]; setupCode: string }> {
  const { api, anthropic, bedrock, url } = gateway
  const setupCode = /\/setup#(\S+)/.exec(gateway.server.output())![1]!
  const owner = { name: 'Owner', email: 'owner@example.com', password: PASSWORD }
  await api.mutate('setup.createOwner', { ...owner, code: setupCode })
  await fetch(`${url}/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ email: owner.email, password: PASSWORD }),
  })
  const plain = await gateway.addCredential('anthropic', { apiKey: PLANTED.anthropic })
  const all = [
    plain,
    await gateway.addCredential('oauth', { accessToken: PLANTED.access, refreshToken: PLANTED.refresh }),
    await gateway.addCredential('bedrock', { apiKey: PLANTED.bedrock }),
    await gateway.addCredential('bedrock', { apiKey: PLANTED.shortTerm }),
  ]
  const draft = {
    provider: 'anthropic',
    method: 'api_key',
    accountId: 'draft',
    name: 'D',
    apiKey: PLANTED.draft,
  }
  await api.mutate('credentials.probe', { draft })
  await api.mutate('credentials.create', { ...draft, region: PLANTED.draft }).catch(() => undefined)
  const keys: string[] = []
  for (const credential of all) {
    await api.mutate('credentials.probe', { id: credential.id })
    const project = await gateway.addProject(credential)
    keys.push(project.key)
    for (const stream of [false, true]) await postMessages(url, project, bodyOf({ stream }))
    // Upstreams that repeat what they were sent, in bodies, headers and broken forms.
    const echo = Object.values(PLANTED).join(' ') + ` Bearer ${project.key}`
    anthropic.script({
      kind: 'error',
      status: 401,
      type: 'authentication_error',
      message: `bad key ${echo}`,
      headers: { 'x-echo': echo },
    })
    bedrock.script({
      kind: 'error',
      status: 403,
      exception: 'UnrecognizedClientException',
      message: `bad ${echo}`,
      headers: { 'x-echo': echo },
    })
    await postMessages(url, project)
    bedrock.script({ kind: 'exception_frame', at: 2, exception: 'internalServerException', message: echo })
    anthropic.script({ kind: 'reset' })
    await postMessages(url, project, bodyOf({ stream: true }))
    anthropic.reset()
    bedrock.reset()
    await api.query('credentials.get', { id: credential.id })
  }
  await rotations(gateway, all)
  await federations(gateway)
  await api.mutate('credentials.update', {
    id: plain.id,
    endpointUrl: anthropic.url,
    secret: { apiKey: PLANTED.rotated },
  })
  await fetch(`${url}/v1/messages?api_key=${PLANTED.anthropic}`, {
    method: 'POST',
    headers: { 'x-api-key': PLANTED.anthropic },
  })
  await api.query('credentials.list')
  await api.query('projects.list')
  await api.query('keys.list')
  await api.query('requests.list')
  await api.query('system.status')
  await fetch(`${url}/metrics`)
  await fetch(`${url}/readyz`)
  await api.mutate('credentials.remove', { id: all[3]!.id })
  return { keys, setupCode }
}

test('no secret is in any column, log line, file or answer', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'canary-'))
  const identityTokenFile = join(directory, 'token')
  writeFileSync(identityTokenFile, PLANTED.identity)
  await using endpoint = await echoingEndpoint()
  const gateway = await startGateway({
    HEADGATE_LOG_LEVEL: 'trace',
    HEADGATE_OAUTH_TOKEN_URL: endpoint.url,
    HEADGATE_IDENTITY_TOKEN_FILE: identityTokenFile,
  })
  const { answers, restore } = recorder()
  const places = new Map<string, string>()
  let planted: string[]
  let shownOnce: string[]
  try {
    const { keys, setupCode } = await mainFlows(gateway)
    places.set('command line', await commands(gateway))
    places.set('process arguments', processArguments())
    const encryptionKeys = readFileSync(join(gateway.server.dataDir, KEY_FILE), 'utf8')
      .trim()
      .split(',')
      .map((entry) => entry.slice(entry.indexOf(':') + 1))
    expect(encryptionKeys).toHaveLength(2)
    planted = [...Object.values(PLANTED), SIGNATURE, ...encryptionKeys, PASSWORD, ADMIN_TOKEN]
    shownOnce = keys
    expect(setupCode.length).toBeGreaterThan(20)
  } finally {
    restore()
  }
  await new Promise((resolve) => setTimeout(resolve, 500))

  places.set('log', gateway.server.output())
  for (const [name, text] of await everyColumn(gateway.server.dataDir)) places.set(name, text)
  for (const [name, text] of filesOf(gateway.server.dataDir)) places.set(name, text)
  for (const [name, text] of places) {
    for (const secret of [...planted, ...shownOnce])
      expect(text.includes(secret), `${secret.slice(0, 12)}... in ${name}`).toBe(false)
  }
  // The upstreams' echoes reach the client as they were sent: those are the upstream's words. The gateway's own
  // answers hold nothing but each new key, once.
  const own = answers.filter((text) => !text.includes('bad key') && !text.includes('x-echo'))
  for (const secret of planted) expect(own.filter((text) => text.includes(secret))).toEqual([])
  for (const key of shownOnce) expect(own.filter((text) => text.includes(key))).toHaveLength(1)
  expect(answers.length).toBeGreaterThan(40)
  await gateway.server.discard()
  rmSync(directory, { recursive: true })
})

async function everyColumn(dataDir: string): Promise<[string, string][]> {
  const client = new pg.Client({ connectionString: embeddedDatabaseUrl(dataDir).href })
  await client.connect()
  const { rows: tables } = await client.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
  )
  const contents: [string, string][] = []
  for (const { name } of tables) {
    const { rows } = await client.query<{ text: string }>(`select t::text as text from ${name} t`)
    contents.push([name, rows.map(({ text }) => text).join('\n')])
  }
  await client.end()
  expect(contents.find(([name]) => name === 'public.credentials')![1]).toContain('hgv1.')
  expect(contents.find(([name]) => name === 'public.audit_events')![1]).toMatch(
    /credential\.rotate_refused[^]*system\.rotate_encryption_key/,
  )
  expect(
    contents.find(([name]) => name === 'public.requests_default' || name.startsWith('public.requests_2')),
  ).toBeTruthy()
  return contents
}

/** Everything the gateway writes beside the database. */
function filesOf(dataDir: string): [string, string][] {
  return readdirSync(dataDir, { recursive: true, encoding: 'utf8' })
    .filter(
      (name) => !name.startsWith('postgres/') && name !== KEY_FILE && statSync(join(dataDir, name)).isFile(),
    )
    .map((name) => [name, readFileSync(join(dataDir, name), 'utf8')])
}
