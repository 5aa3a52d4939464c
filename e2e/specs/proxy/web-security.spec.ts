// What browsers and strangers meet: headers, cookies over TLS, and limits where nobody needs to be signed in.
import { ADMIN_TOKEN, expect, startGateway, test } from '../../fixtures/gateway.ts'
import { postMessages } from '../../fixtures/messages.ts'

const COMMON = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
}

interface Init {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

const POST = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }

const headersOf = (response: Response) => Object.fromEntries(response.headers)

test('the console and its API tell browsers to be careful', async ({ gateway }) => {
  for (const path of ['/', '/audit', '/sign-in', '/theme.js', '/favicon.svg']) {
    const headers = headersOf(await fetch(`${gateway.url}${path}`))
    expect(headers, path).toMatchObject(COMMON)
    const policy = headers['content-security-policy']!
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'")
    for (const rule of ["frame-ancestors 'none'", "object-src 'none'", "base-uri 'none'"])
      expect(policy).toContain(rule)
    expect(policy).not.toMatch(/unsafe|\*|https?:/)
    expect(headers['permissions-policy']).toContain('camera=()')
    // Without TLS a browser must not be told to insist on it.
    expect(headers['strict-transport-security']).toBeUndefined()
  }
  for (const path of [
    '/trpc/session.current',
    '/trpc/setup.status',
    '/trpc/no.such',
    '/trp%63/setup.status',
    '/auth/sign-in/email',
    '/auth/nothing',
    '/oauth/callback',
    '/audit/export',
    '/metrics',
  ]) {
    const headers = headersOf(await fetch(`${gateway.url}${path}`))
    expect(headers, path).toMatchObject({ ...COMMON, 'cache-control': 'no-store' })
    // The page of the OAuth callback brings a style of its own, by its hash.
    const policy = headers['content-security-policy']
    expect(policy, path).toMatch(/^default-src 'none'; (?:.*; )?frame-ancestors 'none'/)
    expect(policy, path).not.toMatch(/unsafe|script-src/)
    expect(headers['access-control-allow-origin'], path).toBeUndefined()
  }
})

test('an answer of an upstream gets none of these headers', async ({ gateway }) => {
  const project = await gateway.projectOn('anthropic')
  const headers = headersOf(await postMessages(gateway.url, project))
  for (const name of [...Object.keys(COMMON), 'content-security-policy', 'permissions-policy'])
    expect(headers[name], name).toBeUndefined()
})

test('behind TLS browsers insist on it', async () => {
  const gateway = await startGateway({ HEADGATE_PUBLIC_URL: 'https://gateway.example' })
  try {
    for (const path of ['/', '/trpc/setup.status', '/oauth/callback'])
      expect((await fetch(`${gateway.url}${path}`)).headers.get('strict-transport-security')).toBe(
        'max-age=31536000',
      )
  } finally {
    await gateway.close()
  }
})

test('behind a public proxy a loopback address is not for this machine alone', async () => {
  const gateway = await startGateway({ HEADGATE_PUBLIC_URL: 'https://gateway.example' })
  try {
    const metrics = (headers = {}) => fetch(`${gateway.url}/metrics`, { headers })
    expect((await metrics()).status).toBe(401)
    expect((await metrics({ authorization: `Bearer ${ADMIN_TOKEN}` })).status).toBe(200)
    const draft = {
      provider: 'anthropic',
      method: 'api_key',
      accountId: 'acc_inside',
      name: 'x',
      apiKey: 'x',
    }
    await expect(
      gateway.api.mutate('credentials.create', { ...draft, endpointUrl: 'http://127.0.0.1:9' }),
    ).rejects.toMatchObject({
      status: 400,
      message: expect.stringContaining('HEADGATE_PRIVATE_ENDPOINTS'),
    })
  } finally {
    await gateway.close()
  }
})

test('strangers are slowed down, each route by itself, and nobody else with them', async () => {
  const gateway = await startGateway({ HEADGATE_TRUSTED_PROXIES: '127.0.0.1' })
  try {
    const call = async (path: string, from: string, init: Init = {}) =>
      fetch(`${gateway.url}${path}`, { ...init, headers: { 'x-forwarded-for': from, ...init.headers } })
    /** What a batch answers stands in its body. */
    const isDenied = async (path: string, from: string, init?: Init) => {
      const response = await call(path, from, init)
      return response.status === 429 || (await response.text()).includes('TOO_MANY_REQUESTS')
    }
    const denials = async (times: number, path: string, from: string, init?: Init) => {
      const all = await Promise.all(Array.from({ length: times }, () => isDenied(path, from, init)))
      return all.filter(Boolean).length
    }
    for (const [index, [path, max, init]] of (
      [
        ['/auth/sign-in/email', 10, POST],
        ['/auth/sign-out', 30, POST],
        ['/trpc/setup.status', 120, {}],
        ['/trpc/keys.revoke,setup.createOwner?batch=1', 120, POST],
        ['/trpc/users.openLin%6B', 120, POST],
        ['/oauth/callback?code=a&state=b', 60, {}],
        ['/oauth/%63allback?code=a&state=b', 60, {}],
        ['/audit/export', 60, {}],
        ['/trpc/system.status', 600, {}],
      ] as const
    ).entries()) {
      const [one, other] = [`192.0.2.${index}`, `198.51.100.${index}`]
      expect([path, await denials(max, path, one, init)]).toEqual([path, 0])
      expect([path, await isDenied(path, one, init)]).toEqual([path, true])
      expect([path, await isDenied(path, other, init)]).toEqual([path, false])
      // Who says who they are is not held up.
      const authorization = `Bearer ${ADMIN_TOKEN}`
      expect((await call('/trpc/system.status', one, { headers: { authorization } })).status).toBe(200)
    }
    const many = Array.from({ length: 51 }, () => 'setup.status').join()
    expect((await call(`/trpc/${many}?batch=1`, '203.0.113.9')).status).toBe(400)
    expect(await denials(700, '/healthz', '192.0.2.200')).toBe(0)
  } finally {
    await gateway.close()
  }
})
