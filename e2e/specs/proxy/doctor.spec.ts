// The conformance list on the built server: healthy upstreams pass, and each fault is found by the check it belongs to.
import pg from 'pg'
import type { RecordedRequest } from '../../fakes/http-server.ts'
import { embeddedDatabaseUrl } from '../../fixtures/database.ts'
import { startFaultyUpstream, type Fault, type UpstreamResponse } from '../../fixtures/faulty-upstream.ts'
import {
  ANTHROPIC_KEY,
  BEDROCK_KEY,
  expect,
  OAUTH_ACCESS,
  test,
  type CredentialKind,
  type Gateway,
} from '../../fixtures/gateway.ts'

interface Check {
  readonly name: string
  readonly result: 'pass' | 'fail' | 'not_offered'
  readonly detail: string
  readonly request: {
    readonly method: string
    readonly path: string
    readonly headers: Readonly<Record<string, string>>
    readonly body: string | null
  } | null
  readonly status: number | null
}

interface Probe {
  readonly ok: boolean
  readonly status: number | null
  readonly error: string | null
  readonly checks: readonly Check[]
}

const NAMES = [
  'message',
  'stream',
  'tools',
  'thinking',
  'caching',
  'count_tokens',
  'betas',
  'unknown_fields',
  'errors',
  'pings',
  'models',
  'bedrock_path',
  'system_messages',
  'structured_output',
  'server_tools',
]

const namesWith = ({ checks }: Probe, result: Check['result']) =>
  checks.filter((check) => check.result === result).map(({ name }) => name)

async function probeOf(gateway: Gateway, kind: CredentialKind, more: object = {}, input: object = {}) {
  const { id } = await gateway.addCredential(kind, more)
  return gateway.api.mutate<Probe>('credentials.probe', { id, ...input })
}

const HEALTHY: readonly (readonly [kind: CredentialKind, more: object, notOffered: readonly string[]])[] = [
  ['anthropic', {}, ['bedrock_path']],
  ['oauth', {}, ['bedrock_path']],
  ['bedrock', {}, ['pings', 'server_tools']],
  ['bedrock', { surface: 'messages' }, ['pings', 'server_tools']],
  ['bedrock', { surface: 'mantle' }, ['pings', 'server_tools']],
]
const MODELS = ['claude-haiku-4-5', 'claude-sonnet-4-6', 'claude-opus-5-5']

for (const [kind, more, notOffered] of HEALTHY) {
  test(`a healthy ${kind} credential passes ${JSON.stringify(more)}`, async ({ gateway }) => {
    const { id, accountId } = await gateway.addCredential(kind, more)
    const probe = await gateway.api.mutate<Probe>('credentials.probe', { id })
    expect(probe.checks.filter(({ result }) => result === 'fail')).toEqual([])
    expect(probe.checks.map(({ name }) => name)).toEqual(NAMES)
    expect(namesWith(probe, 'not_offered')).toEqual(notOffered)
    expect(probe).toMatchObject({ ok: true, status: 200, error: null })
    for (const { name, request, result } of probe.checks) {
      if (request === null) expect([name, result]).toEqual([name, 'not_offered'])
      else expect(request.headers['x-headgate-credential']).toBe(accountId)
    }
  })
}

for (const model of MODELS) {
  test(`${model} fails nowhere that has it`, async ({ gateway }) => {
    for (const kind of ['anthropic', 'bedrock'] as const) {
      const probe = await probeOf(gateway, kind, {}, { model })
      expect(probe.checks.filter(({ result }) => result === 'fail')).toEqual([])
      expect(probe.checks).toHaveLength(NAMES.length)
    }
  })
}

const has = (request: RecordedRequest, text: string) => request.body.includes(text)
const replaced = ({ body }: UpstreamResponse, find: string | RegExp, by: string) => ({
  body: Buffer.from(body.toString().replace(find, by)),
})
const denial = (status: number, type: string, message: string) => ({
  status,
  contentType: 'application/json',
  body: Buffer.from(JSON.stringify({ type: 'error', error: { type, message }, request_id: 'req_011' })),
})

const FAULTS: Readonly<Record<string, readonly [fault: Fault, says: RegExp]>> = {
  message: [(r, a) => (has(r, '"ping"') ? replaced(a, '"usage"', '"use"') : null), /usage/],
  stream: [
    (r, a) =>
      has(r, 'Count to three') ? { body: Buffer.concat([a.body, Buffer.from(': more\n\n')]) } : null,
    /follow message_stop/,
  ],
  tools: [
    (r, a) => (has(r, 'get_record') ? replaced(a, /"partial_json":"\{/, '"partial_json":"{{') : null),
    /do not add up/,
  ],
  thinking: [
    (r, a) => (has(r, '"thinking":{') ? replaced(a, 'signature_delta', 'sig_delta') : null),
    /signature/,
  ],
  caching: [
    (r) => (has(r, 'cache_control') ? denial(429, 'rate_limit_error', 'slow down') : null),
    /429: slow down/,
  ],
  count_tokens: [
    (r) => (r.path.endsWith('/count_tokens') ? denial(404, 'not_found_error', 'gone') : null),
    /404: gone/,
  ],
  betas: [
    (r) =>
      has(r, 'context_management')
        ? denial(400, 'invalid_request_error', 'context_management: Extra inputs are not permitted')
        : null,
    /Extra inputs/,
  ],
  unknown_fields: [(r) => (has(r, 'headgate_doctor') ? denial(500, 'api_error', 'oops') : null), /500: oops/],
  errors: [
    (r, a) => (a.status === 400 && !has(r, 'max_tokens') ? denial(403, 'permission_error', 'no') : null),
    /Without max_tokens the answer is HTTP 403/,
  ],
  pings: [(r, a) => (has(r, 'Say ok twice') ? replaced(a, /event: ping\n.*\n\n/, '') : null), /no ping/],
  models: [
    (r) => (r.url === '/v1/models?limit=1000' ? { body: Buffer.from('{"data":[]}') } : null),
    /0 models/,
  ],
  system_messages: [
    (r) => (has(r, '"role":"system"') ? denial(529, 'overloaded_error', 'Overloaded') : null),
    /529: Overloaded/,
  ],
  structured_output: [
    (r, a) => (has(r, 'output_config') ? replaced(a, '\\"answer\\"', '\\"reply\\"') : null),
    /schema/,
  ],
  server_tools: [
    (r) => (has(r, 'web_search') ? denial(400, 'invalid_request_error', 'no thanks') : null),
    /does not name the tool/,
  ],
}

for (const [name, [fault, says]] of Object.entries(FAULTS)) {
  test(`a fault of ${name} on Anthropic fails that check and no other`, async ({ gateway }) => {
    await using upstream = await startFaultyUpstream(gateway.anthropic.url, fault)
    const probe = await probeOf(gateway, 'anthropic', { endpointUrl: upstream.url })
    expect(namesWith(probe, 'fail')).toEqual([name])
    expect(probe.checks).toHaveLength(NAMES.length)
    expect(probe.checks.find((check) => check.name === name)?.detail).toMatch(says)
    expect(probe.ok).toBe(true)
  })
}

const isStream = ({ path }: RecordedRequest) => path.endsWith('-stream')
const BEDROCK_FAULTS: Readonly<Record<string, readonly [fault: Fault, says: RegExp]>> = {
  stream: [
    (r, a) => (isStream(r) && has(r, 'Count to three') ? { body: a.body.subarray(0, -200) } : null),
    /error|ended|cut/i,
  ],
  caching: [
    (r, a) =>
      has(r, 'cache_control') ? replaced(a, /"cache_(?:read|creation)_input_tokens":\d+,/g, '') : null,
    /cache_creation_input_tokens is missing/,
  ],
  structured_output: [
    (r, a) => (has(r, 'output_config') ? replaced(a, '\\"answer\\"', '\\"reply\\"') : null),
    /schema/,
  ],
}

for (const [name, [fault, says]] of Object.entries(BEDROCK_FAULTS)) {
  test(`a fault of ${name} on Bedrock fails that check and no other`, async ({ gateway }) => {
    await using upstream = await startFaultyUpstream(gateway.bedrock.url, fault)
    const probe = await probeOf(gateway, 'bedrock', { endpointUrl: upstream.url })
    expect(namesWith(probe, 'fail')).toEqual([name])
    expect(probe.checks.find((check) => check.name === name)?.detail).toMatch(says)
  })
}

test('what a failing check shows can be sent by a client and fails the same way', async ({ gateway }) => {
  const [fault] = FAULTS['caching']!
  await using upstream = await startFaultyUpstream(gateway.anthropic.url, fault)
  const project = await gateway.projectOn('anthropic', { endpointUrl: upstream.url })
  const { checks } = await gateway.api.mutate<Probe>('credentials.probe', { id: project.credential.id })
  const { request, status } = checks.find(({ name }) => name === 'caching')!
  const { method, path, headers, body } = request!
  const answer = await fetch(gateway.url + path, {
    method,
    headers: { ...headers, 'x-api-key': project.key },
    body,
  })
  expect([answer.status, status]).toEqual([429, 429])
})

test('a credential that is rejected ends the list at its first row', async ({ gateway }) => {
  gateway.anthropic.always({
    kind: 'error',
    status: 401,
    type: 'authentication_error',
    message: 'invalid x-api-key',
  })
  const probe = await probeOf(gateway, 'anthropic')
  expect(probe).toMatchObject({ ok: false, status: 401, error: 'invalid x-api-key' })
  expect(probe.checks).toMatchObject([{ name: 'message', result: 'fail', status: 502 }])
  expect(probe.checks[0]!.detail).toContain('nothing else was tried')
  expect(gateway.anthropic.requests).toHaveLength(1)
})

test('one small call when that is asked for, and always for a draft', async ({ gateway }) => {
  const quick = await probeOf(gateway, 'anthropic', {}, { conformance: false })
  expect(quick.checks).toMatchObject([{ name: 'message', result: 'pass' }])
  const draft = { provider: 'anthropic', method: 'api_key', accountId: 'd', name: 'D', apiKey: ANTHROPIC_KEY }
  const tried = await gateway.api.mutate<Probe>('credentials.probe', { draft })
  expect(tried.checks).toMatchObject([{ name: 'message', result: 'pass' }])
  expect(gateway.anthropic.requests).toHaveLength(2)
  const whole = await gateway.api.mutate<Probe>('credentials.probe', { draft, conformance: true })
  expect(whole.checks).toHaveLength(NAMES.length)
})

test('no secret is in a result or in the audit trail, which holds one event without bodies', async ({
  gateway,
}) => {
  // Upstreams that repeat what they were sent, in rejections and in answers.
  const echo: Fault = ({ headers, body }, answer) => {
    const told = JSON.stringify([headers.authorization, headers['x-api-key']])
      .slice(1, -1)
      .replaceAll('"', '')
    if (body.includes('cache_control')) return denial(500, 'api_error', `with ${told}`)
    if (body.includes('output_config')) return replaced(answer, '\\"answer\\"', `\\"${told}\\"`)
    return body.includes('system') ? replaced(answer, '"msg_', `"${told}`) : null
  }
  const secrets = { anthropic: ANTHROPIC_KEY, oauth: OAUTH_ACCESS, bedrock: BEDROCK_KEY }
  for (const kind of ['anthropic', 'oauth', 'bedrock'] as const) {
    const behind = kind === 'bedrock' ? gateway.bedrock.url : gateway.anthropic.url
    await using upstream = await startFaultyUpstream(behind, echo)
    const { id } = await gateway.addCredential(kind, { endpointUrl: upstream.url })
    const probe = await gateway.api.mutate<Probe>('credentials.probe', { id })
    expect(namesWith(probe, 'fail')).toEqual(['caching', 'structured_output'])
    expect(JSON.stringify(probe)).not.toContain(secrets[kind])
    const events = await auditOf(gateway, id)
    expect(events.filter(({ action }) => action === 'credential.probe')).toHaveLength(1)
    expect(events.at(-1)!.after).toMatchObject({ ok: true, checks: { message: 'pass', caching: 'fail' } })
    expect(JSON.stringify(events)).not.toContain(secrets[kind])
    expect(JSON.stringify(events)).not.toContain('max_tokens')
  }
})

interface AuditRow {
  readonly action: string
  readonly after: object
}

async function auditOf({ server }: Gateway, id: string): Promise<AuditRow[]> {
  const client = new pg.Client({ connectionString: embeddedDatabaseUrl(server.dataDir).href })
  await client.connect()
  try {
    const sql = 'select action, after from audit_events where target_id = $1 order by at, id'
    return (await client.query<AuditRow>(sql, [id])).rows
  } finally {
    await client.end()
  }
}
