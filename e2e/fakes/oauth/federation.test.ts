import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { FEDERATION, identityTokens, type IdentityTokens } from '../../fixtures/identity-tokens.ts'
import { startFakeOAuth, type FakeOAuth } from './fake-oauth.ts'

let tokens: IdentityTokens
let fake: FakeOAuth
beforeAll(async () => {
  tokens = await identityTokens()
  fake = await startFakeOAuth({ federation: tokens.rule })
})
beforeEach(() => fake.reset())
afterAll(async () => {
  await fake.close()
  await tokens[Symbol.asyncDispose]()
})

const BETAS = 'oauth-2025-04-20,oidc-federation-2026-04-01'

async function exchange(assertion: string, change: Record<string, unknown> = {}, betas = BETAS) {
  const response = await fetch(`${fake.url}/v1/oauth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'anthropic-beta': betas },
    body: JSON.stringify({
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion,
      federation_rule_id: FEDERATION.federationRuleId,
      organization_id: FEDERATION.organizationId,
      service_account_id: FEDERATION.serviceAccountId,
      workspace_id: FEDERATION.workspaceId,
      ...change,
    }),
  })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

test('an identity token becomes an access token, without a refresh token', async () => {
  const { status, body } = await exchange(await tokens.issue())
  expect([status, fake.federations]).toEqual([200, 1])
  expect(body).toEqual({
    token_type: 'Bearer',
    access_token: fake.accessTokens.at(-1),
    expires_in: 3600,
    scope: 'workspace:developer workspace:inference',
  })
})

test('every denial is the same', async () => {
  const good = await tokens.issue()
  const other = await identityTokens()
  const denied = [
    await exchange(await tokens.issue({ leftSeconds: -60 })),
    await exchange(await tokens.issue({ subject: 'somebody:else' })),
    await exchange(await other.issue()),
    await exchange(`${good.slice(0, good.lastIndexOf('.'))}.AAAA`),
    await exchange('no.jwt.atall'),
    await exchange(good, { federation_rule_id: 'fdrl_other' }),
    await exchange(good, { organization_id: 'other' }),
    await exchange(good, { service_account_id: 'svac_other' }),
    await exchange(good, { workspace_id: 'wrkspc_other' }),
  ]
  await other[Symbol.asyncDispose]()
  const body = { type: 'error', error: { type: 'authentication_error', message: 'Authentication failed' } }
  expect(denied).toEqual(denied.map(() => ({ status: 401, body })))
  expect(fake.federations).toBe(0)
})

test('what is not as documented is rejected', async () => {
  const good = await tokens.issue()
  const rejected = [
    await exchange(good, {}, 'oauth-2025-04-20'),
    await exchange(good, {}, 'oidc-federation-2026-04-01'),
    await exchange(good, { client_id: 'client' }),
    await exchange(good, { workspace_id: undefined }),
    await exchange('x'.repeat(16 * 1024 + 1)),
  ]
  expect(rejected.map(({ status }) => status)).toEqual([400, 400, 400, 400, 400])
})
