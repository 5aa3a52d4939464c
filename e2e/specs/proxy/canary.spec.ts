// Known secrets are planted, the main flows run, and then everything that can be read is searched for them.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ADMIN_TOKEN, expect, startGateway, test, type Gateway } from '../../fixtures/gateway.ts'
import { bodyOf, postMessages } from '../../fixtures/messages.ts'
import { startPtyCli } from '../../fixtures/pty-cli.ts'
import { runCli, startCli } from '../../fixtures/run-cli.ts'
import {
  everyColumn,
  filesOf,
  KEY_FILE,
  processArguments,
  recordAnswers,
} from '../../fixtures/searched-places.ts'
import { authenticatorCode } from '../../fixtures/totp.ts'
import { adminApi } from '../../fixtures/admin-api.ts'
import { smallUpstream, type SmallUpstream } from '../../fixtures/small-upstream.ts'

const PASSWORD = 'canary correct horse battery'
const INVITED_PASSWORD = 'canary of the one who was invited'
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
  denied: `sk-ant-api03-CANARY${'h8'.repeat(20)}`,
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

/** Denied with an echo, asked for again by hand, granted, used. */
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

/** Tried and kept, denied with an echo, stored untried; then all of it under another encryption key. */
async function rotations(
  { api, anthropic }: Gateway,
  [plain, oauth, bedrock]: { id: string }[],
): Promise<void> {
  await api.mutate('credentials.rotate', { id: plain!.id, method: 'api_key', apiKey: PLANTED.rotated })
  anthropic.script({
    kind: 'error',
    status: 401,
    type: 'authentication_error',
    message: `${PLANTED.denied} is no key`,
  })
  const denied = { id: plain!.id, method: 'api_key', apiKey: PLANTED.denied }
  await expect(api.mutate('credentials.rotate', denied)).rejects.toThrow(/is no key/)
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
  await typed.until(/Create a project and a key/)
  typed.press('n')
  expect(await typed.ended).toBe(0)
  // Once as it was sent, and once without what moves the cursor in between.
  printed.push(typed.raw(), typed.screen())
  return printed.join('\n')
}

const LOGIN = ['login', 'anthropic', '--method', 'api-key', '--account-id']

const OWNER = { name: 'Owner', email: 'owner@example.com', password: PASSWORD }

/** A second factor, an API token, an invitation. @returns what was shown, each once. */
async function people({ api, url }: Gateway): Promise<string[]> {
  const post = (path: string, body: object, cookie = '') =>
    fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: url, cookie },
      body: JSON.stringify(body),
    })
  const signedIn = await post('/auth/sign-in/email', { email: OWNER.email, password: PASSWORD })
  const cookie = signedIn.headers.getSetCookie()[0]!.split(';')[0]!
  const asOwner = async <T>(procedure: string, input: object) =>
    ((await (await post(`/trpc/${procedure}`, input, cookie)).json()) as { result: { data: T } }).result.data
  const { secret } = await asOwner<{ secret: string }>('session.beginSecondFactor', { password: PASSWORD })
  const code = authenticatorCode(secret, Date.now())
  const { recoveryCodes } = await asOwner<{ recoveryCodes: string[] }>('session.confirmSecondFactor', {
    code,
  })
  const login = { email: OWNER.email, password: PASSWORD }
  expect((await post('/auth/sign-in/email', { ...login, code: recoveryCodes[0]! })).status).toBe(200)
  const expiresAt = new Date(Date.now() + 3_600_000).toISOString()
  const { token } = await api.mutate<{ token: string }>('apiTokens.create', {
    name: 'CI',
    role: 'viewer',
    expiresAt,
  })
  await expect(adminApi(url, token).mutate('projects.remove', { id: 'x' })).rejects.toThrow()
  const { link } = await api.mutate<{ link: string }>('users.invite', {
    email: 'new@example.com',
    role: 'viewer',
  })
  const invitation = link.split('#')[1]!
  await api.mutate('users.openLink', { code: invitation })
  await api.mutate('users.acceptInvitation', { code: invitation, name: 'New', password: INVITED_PASSWORD })
  for (const listed of ['users.list', 'users.invitations', 'apiTokens.list', 'audit.list'])
    await api.query(listed)
  await fetch(`${url}/audit/export`, { headers: { authorization: `Bearer ${ADMIN_TOKEN}` } })
  return [secret, ...recoveryCodes, token, invitation]
}

async function mainFlows(gateway: Gateway): Promise<string[]> {
  const { api, anthropic, bedrock, url } = gateway
  const setupCode = /\/setup#(\S{20,})/.exec(gateway.server.output())![1]!
  await api.mutate('setup.createOwner', { ...OWNER, code: setupCode })
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
  return [...keys, ...(await people(gateway))]
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
  const { answers, restore } = recordAnswers()
  const places = new Map<string, string>()
  let planted: string[]
  let shownOnce: string[]
  try {
    shownOnce = await mainFlows(gateway)
    places.set('command line', await commands(gateway))
    places.set('process arguments', processArguments())
    const encryptionKeys = readFileSync(join(gateway.server.dataDir, KEY_FILE), 'utf8')
      .trim()
      .split(',')
      .map((entry) => entry.slice(entry.indexOf(':') + 1))
    expect(encryptionKeys).toHaveLength(2)
    const passwords = [PASSWORD, INVITED_PASSWORD]
    planted = [...Object.values(PLANTED), SIGNATURE, ...encryptionKeys, ...passwords, ADMIN_TOKEN]
  } finally {
    restore()
  }
  await new Promise((resolve) => setTimeout(resolve, 500))

  places.set('log', gateway.server.output())
  const columns = await everyColumn(gateway.server.dataDir)
  for (const [name, text] of columns) places.set(name, text)
  expect(places.get('public.credentials')).toContain('hgv1.')
  expect(places.get('public.second_factors')).toContain('hgv1.')
  expect(places.get('public.audit_events')).toMatch(
    /credential\.rotate_rejected[^]*system\.rotate_encryption_key/,
  )
  expect(columns.some(([name, text]) => name.startsWith('public.requests_') && text !== '')).toBe(true)
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
