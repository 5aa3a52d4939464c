import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { startFakeAnthropic } from '../anthropic/fake-anthropic.ts'
import { startFakeOAuth, type FakeOAuth } from './fake-oauth.ts'

let fake: FakeOAuth
beforeAll(async () => {
  fake = await startFakeOAuth()
})
beforeEach(() => fake.reset())
afterAll(() => fake.close())

const verifier = 'a-code-verifier-of-64-characters-0123456789-0123456789-012345678'
const authorization = {
  client_id: 'client',
  redirect_uri: 'http://localhost:4100/callback?app=headgate',
  response_type: 'code',
  scope: 'user:inference',
  state: 'state-1',
  code_challenge: createHash('sha256').update(verifier).digest('base64url'),
  code_challenge_method: 'S256',
}

function authorize(change: Record<string, string> = {}): Promise<Response> {
  const query = new URLSearchParams({ ...authorization, ...change })
  return fetch(`${fake.url}/oauth/authorize?${query}`, { redirect: 'manual' })
}

async function freshCode(): Promise<string> {
  const location = new URL((await authorize()).headers.get('location') ?? '')
  return location.searchParams.get('code') ?? ''
}

function exchange(code: string, change: Record<string, string> = {}): Promise<Response> {
  const form = {
    grant_type: 'authorization_code',
    code,
    code_verifier: verifier,
    client_id: authorization.client_id,
    redirect_uri: authorization.redirect_uri,
    state: authorization.state,
    ...change,
  }
  return fetch(`${fake.url}/v1/oauth/token`, { method: 'POST', body: new URLSearchParams(form) })
}

function refresh(token: string, beta = 'oauth-2025-04-20', signal?: AbortSignal): Promise<Response> {
  return fetch(`${fake.url}/v1/oauth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(beta && { 'anthropic-beta': beta }) },
    body: JSON.stringify({ grant_type: 'refresh_token', refresh_token: token, client_id: 'client' }),
    ...(signal && { signal }),
  })
}

async function tokensOf(response: Response): Promise<Record<string, string>> {
  expect(response.status).toBe(200)
  return (await response.json()) as Record<string, string>
}

test('the code grant, once', async () => {
  const consent = await authorize()
  const location = new URL(consent.headers.get('location') ?? '')
  expect(consent.status).toBe(302)
  expect(location.href).toMatch(/^http:\/\/localhost:4100\/callback\?app=headgate&code=[\w-]+&state=state-1$/)
  const code = location.searchParams.get('code') ?? ''
  expect(await tokensOf(await exchange(code))).toMatchObject({
    token_type: 'Bearer',
    access_token: expect.stringMatching(/^sk-ant-oat01-/),
    refresh_token: expect.stringMatching(/^sk-ant-ort01-/),
    expires_in: 28_800,
    scope: 'user:inference',
    organization: { name: expect.any(String) },
    account: { email_address: expect.any(String) },
  })
  expect(await (await exchange(code)).json()).toMatchObject({ error: 'invalid_grant' })
  expect(fake.codeGrants).toBe(1)
})

test.each([
  [{ code_verifier: 'another' }, 'invalid_grant'],
  [{ redirect_uri: 'http://localhost:4100/callback' }, 'invalid_grant'],
  [{ state: 'another' }, 'invalid_grant'],
  [{ state: '' }, 'oauth_request_parse_error'],
  [{ grant_type: 'password' }, 'unsupported_grant_type'],
])('a code grant with %o is rejected', async (change, error) => {
  const response = await exchange(await freshCode(), change)
  expect([response.status, await response.json()]).toEqual([400, expect.objectContaining({ error })])
  expect(fake.codeGrants).toBe(0)
})

test.each([
  'client_id',
  'redirect_uri',
  'response_type',
  'scope',
  'state',
  'code_challenge',
  'code_challenge_method',
])('an authorize request without %s is rejected', async (name) => {
  expect((await authorize({ [name]: '' })).status).toBe(400)
})

test('registered clients and addresses', async () => {
  await using strict = await startFakeOAuth({ clientId: 'client', redirectUris: ['https://one.example/cb'] })
  const status = async (change: Record<string, string>) => {
    const query = new URLSearchParams({ ...authorization, ...change })
    return (await fetch(`${strict.url}/oauth/authorize?${query}`, { redirect: 'manual' })).status
  }
  expect(await status({})).toBe(400)
  expect(await status({ redirect_uri: 'https://one.example/cb' })).toBe(302)
  expect(await status({ redirect_uri: 'https://one.example/cb', client_id: 'other' })).toBe(400)
})

test('the page that shows a code', async () => {
  const redirect = `${fake.url}/oauth/code/callback?app=x`
  const consent = await authorize({ redirect_uri: redirect })
  const page = await (await fetch(consent.headers.get('location') ?? '')).text()
  expect(page).toMatch(/<code id="code">[\w-]+#state-1<\/code>/)
})

test('refresh tokens rotate, and a used one is rejected', async () => {
  const first = await tokensOf(await refresh('sk-ant-ort01-first'))
  const second = await tokensOf(await refresh(String(first['refresh_token'])))
  expect(second['access_token']).not.toBe(first['access_token'])
  const again = await refresh('sk-ant-ort01-first')
  expect([again.status, await again.json()]).toEqual([
    400,
    expect.objectContaining({ error: 'invalid_grant' }),
  ])
  expect((await refresh('not-a-token')).status).toBe(400)
  expect(fake.refreshes).toBe(2)
})

test('of two refreshes at once with one refresh token, one wins', async () => {
  fake.always({ kind: 'answer', delayMs: 20 })
  const answers = await Promise.all([refresh('sk-ant-ort01-race'), refresh('sk-ant-ort01-race')])
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 400])
})

test('the refresh grant is JSON and needs the OAuth beta alone', async () => {
  expect((await refresh('sk-ant-ort01-a', '')).status).toBe(400)
  expect((await refresh('sk-ant-ort01-a', 'oauth-2025-04-20,oidc-federation-2026-04-01')).status).toBe(400)
  const form = { grant_type: 'refresh_token', refresh_token: 'sk-ant-ort01-a', client_id: 'client' }
  const response = await fetch(`${fake.url}/v1/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
  })
  expect(await response.json()).toMatchObject({ error: 'oauth_request_parse_error' })
  expect((await refresh('sk-ant-ort01-a')).status).toBe(200)
})

test('scripted failures leave the refresh token good', async () => {
  fake.script(
    { kind: 'error', status: 503, headers: { 'retry-after': '3' } },
    { kind: 'error', status: 403, raw: { body: '<html>blocked</html>', contentType: 'text/html' } },
    { kind: 'invalid_grant' },
    { kind: 'reset' },
    { kind: 'hang' },
    { kind: 'answer', omitRefreshToken: true, expiresInSeconds: 60 },
  )
  const down = await refresh('sk-ant-ort01-b')
  expect([down.status, down.headers.get('retry-after')]).toEqual([503, '3'])
  expect(await (await refresh('sk-ant-ort01-b')).text()).toContain('blocked')
  expect(await (await refresh('sk-ant-ort01-b')).json()).toMatchObject({ error: 'invalid_grant' })
  await expect(refresh('sk-ant-ort01-b')).rejects.toThrow()
  await expect(refresh('sk-ant-ort01-b', undefined, AbortSignal.timeout(50))).rejects.toThrow()
  await vi.waitFor(() => expect(fake.requests[4]?.aborted).toBe(true))
  const kept = await tokensOf(await refresh('sk-ant-ort01-b'))
  expect(kept).toMatchObject({ expires_in: 60 })
  expect(kept).not.toHaveProperty('refresh_token')
  expect((await refresh('sk-ant-ort01-b')).status).toBe(200)
  expect(fake.refreshes).toBe(2)
})

test('the API stand-in can take the issued access tokens as its accepted ones', async () => {
  await using api = await startFakeAnthropic({ accessTokens: fake.accessTokens })
  const status = async (token: string) => {
    const headers = {
      authorization: `Bearer ${token}`,
      'anthropic-version': '2023-06-01',
      'anthropic-beta': 'oauth-2025-04-20',
    }
    return (await fetch(`${api.url}/v1/models`, { headers })).status
  }
  const { access_token: accessToken } = await tokensOf(await refresh('sk-ant-ort01-c'))
  expect([await status(String(accessToken)), await status('sk-ant-oat01-unknown')]).toEqual([200, 401])
})
