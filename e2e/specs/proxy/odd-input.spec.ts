// Texts and times that a database cannot hold are rejected by name; they are never an error of the server.
import { AdminApiError } from '../../fixtures/admin-api.ts'
import { expect, test, type Gateway } from '../../fixtures/gateway.ts'

const ID = '0189f3a0-5b7e-7000-8000-000000000001'
const RANGE = { from: '2026-01-01T00:00:00Z', to: '2027-01-01T00:00:00Z' }
const ANTHROPIC = { provider: 'anthropic', method: 'api_key', accountId: 'acc_odd', name: 'A', apiKey: 'k' }
const OAUTH = {
  provider: 'anthropic',
  method: 'oauth',
  accountId: 'acc_odd',
  name: 'A',
  accessToken: 'a',
  refreshToken: 'r',
  expiresAt: '2099-01-01T00:00:00Z',
}
const OWNER = { code: 'c', name: 'O', email: 'o@example.com', password: 'a long enough password' }

async function denialOf(gateway: Gateway, procedure: string, input: object): Promise<[number, string]> {
  const call = /\.(?:list|summary)$/.test(procedure) ? gateway.api.query : gateway.api.mutate
  const error = await call(procedure, input).then(
    () => null,
    (thrown: unknown) => thrown,
  )
  return error instanceof AdminApiError ? [error.status, error.message] : [200, '']
}

const TEXTS: readonly (readonly [procedure: string, (text: string) => object, path: string])[] = [
  ['projects.create', (name) => ({ slug: 'odd', name }), 'name'],
  ['projects.update', (name) => ({ id: ID, name }), 'name'],
  ['projects.list', (cursor) => ({ cursor }), 'cursor'],
  ['keys.create', (name) => ({ projectId: ID, name }), 'name'],
  ['credentials.create', (name) => ({ ...ANTHROPIC, name }), 'name'],
  [
    'credentials.create',
    (path) => ({ ...ANTHROPIC, endpointUrl: `https://x.example/${path}` }),
    'endpointUrl',
  ],
  ['credentials.create', (scope) => ({ ...OAUTH, scopes: [scope] }), 'scopes.0'],
  ['credentials.update', (name) => ({ id: ID, name }), 'name'],
  ['credentials.list', (cursor) => ({ cursor }), 'cursor'],
  ['requests.list', (model) => ({ model }), 'model'],
  ['requests.list', (accountId) => ({ accountId }), 'accountId'],
  ['setup.createOwner', (code) => ({ ...OWNER, code }), 'code'],
  ['setup.createOwner', (name) => ({ ...OWNER, name }), 'name'],
  ['setup.createOwner', (word) => ({ ...OWNER, password: `long enough ${word}` }), 'password'],
]

for (const [procedure, input, path] of TEXTS) {
  test(`${procedure} denies a ${path} that is no text`, async ({ gateway }) => {
    for (const text of ['a\u0000b', 'a\ud800b', '\udc00']) {
      const [status, message] = await denialOf(gateway, procedure, input(text))
      expect([status, message]).toEqual([400, expect.stringMatching(`^${path}: `)])
    }
  })
}

test('credentials.probe rejects a model that is no text', async ({ gateway }) => {
  const { id } = await gateway.addCredential('anthropic')
  for (const model of ['a\u0000b', 'a\ud800b'])
    expect(await denialOf(gateway, 'credentials.probe', { id, model })).toEqual([400, expect.any(String)])
})

const TIMES: readonly (readonly [procedure: string, (time: string) => object, path: string])[] = [
  ['usage.summary', (from) => ({ ...RANGE, from }), 'from'],
  ['usage.summary', (to) => ({ ...RANGE, to }), 'to'],
  ['requests.list', (from) => ({ from }), 'from'],
  ['requests.list', (to) => ({ to }), 'to'],
  ['keys.create', (expiresAt) => ({ projectId: ID, name: 'k', expiresAt }), 'expiresAt'],
  ['credentials.create', (expiresAt) => ({ ...OAUTH, expiresAt }), 'expiresAt'],
]

for (const [procedure, input, path] of TIMES) {
  test(`${procedure} denies a ${path} outside of 1970 to 9999`, async ({ gateway }) => {
    for (const time of ['0000-01-01T00:00:00Z', '1969-12-31T23:59:59Z', '9999-12-31T23:59:59-01:00']) {
      const [status, message] = await denialOf(gateway, procedure, input(time))
      expect([status, message]).toEqual([400, expect.stringMatching(`^${path}: `)])
    }
  })
}

test('times at the edges, of any precision and offset, are taken', async ({ gateway }) => {
  const times = [
    '1970-01-01T00:00:00Z',
    '9999-12-31T23:59:59.999Z',
    `2026-01-01T00:00:00.${'1'.repeat(150)}Z`,
    '2026-01-01T00:00:00+23:59',
  ]
  for (const time of times) {
    expect(await denialOf(gateway, 'requests.list', { from: time, to: time })).toEqual([200, ''])
    expect(await denialOf(gateway, 'usage.summary', { from: time, to: time })).toEqual([200, ''])
  }
})
