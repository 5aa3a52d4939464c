import { describe, expect, test } from 'vitest'
import { SUBSCRIPTION_NOTICE } from '@headgate/shared/subscription'
import type { RefreshProblem } from '../oauth/refresh/refresh-problem.ts'
import { credentialStatus } from './credential-status.ts'
import { auditedCredential, credentialView } from './credential-view.ts'
import type { AnthropicOAuthCredential, AnthropicWorkloadCredential } from './credential.ts'
import { newCredential, withSecret } from './new-credential.ts'
import { kindModuleOf } from './kinds/kind-modules.ts'

const NOW = new Date('2026-11-22T12:00:00Z')
const inMinutes = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000)

const ANTHROPIC = { provider: 'anthropic', accountId: 'a', name: 'A' } as const
const signedIn = (expiresAt: Date, accessToken = 'sk-ant-oat01-x', scopes: string[] = []) =>
  newCredential(
    {
      ...ANTHROPIC,
      method: 'oauth',
      accessToken,
      refreshToken: 'sk-ant-ort01-x',
      expiresAt: expiresAt.toISOString(),
      scopes,
    },
    'id',
    NOW,
  )
const oauth = (changes: Partial<AnthropicOAuthCredential>) =>
  ({ ...signedIn(inMinutes(480)).credential, ...changes }) as AnthropicOAuthCredential

const federated = (changes: Partial<AnthropicWorkloadCredential> = {}) => {
  const ids = {
    federationRuleId: 'fdrl_1',
    organizationId: 'o',
    serviceAccountId: 'svac_1',
    workspaceId: 'w',
  }
  const input = { ...ANTHROPIC, method: 'workload_identity', ...ids } as const
  return { ...newCredential(input, 'id', NOW).credential, ...changes } as AnthropicWorkloadCredential
}

const PROBLEM: RefreshProblem = {
  state: 'retrying',
  reason: 'down',
  failures: 3,
  since: NOW,
  retryAt: inMinutes(1),
}
const DEAD: RefreshProblem = { ...PROBLEM, state: 'sign_in_again', reason: 'invalid_grant', retryAt: null }

describe('status', () => {
  const renewedBefore = { lastRefreshAt: inMinutes(-440), expiresAt: inMinutes(40) }
  test.each<[string, Partial<AnthropicOAuthCredential>, RefreshProblem | null, string, string | null]>([
    [
      'one that renews itself is ready until that is overdue',
      { ...renewedBefore, expiresAt: inMinutes(50) },
      null,
      'ready',
      null,
    ],
    ['overdue', renewedBefore, null, 'expiring_soon', 'The secret expires soon.'],
    ['failing', renewedBefore, PROBLEM, 'expiring_soon', 'It could not be renewed yet: down'],
    [
      'failing for too long',
      { expiresAt: inMinutes(-1) },
      PROBLEM,
      'expired',
      'It could not be renewed yet: down',
    ],
    ['failing with time to spare', {}, PROBLEM, 'ready', null],
    [
      'never renewed, an hour left',
      { expiresAt: inMinutes(60) },
      null,
      'expiring_soon',
      'The secret expires soon.',
    ],
    ['dead, though the access token is good', {}, DEAD, 'rejected', 'Sign in again: invalid_grant'],
    ['disabled', { enabled: false }, DEAD, 'disabled', null],
  ])('%s', (_what, changes, problem, status, reason) =>
    expect(credentialStatus(oauth(changes), null, NOW, problem)).toMatchObject({ status, reason }),
  )
})

test('the view tells the problem, the audit trail keeps configuration only', () => {
  const view = credentialView(oauth({}), { health: null, refreshProblem: PROBLEM, projects: [], now: NOW })
  expect(view).toMatchObject({ refreshProblem: { failures: 3, retryAt: inMinutes(1).toISOString() } })
  expect(auditedCredential(oauth({}))).not.toHaveProperty('refreshProblem')
})

test('a new secret starts a life of its own', () => {
  const renewed = withSecret(
    oauth({ lastRefreshAt: inMinutes(-9999) }),
    {
      method: 'oauth',
      accessToken: 'a',
      refreshToken: 'r',
      expiresAt: inMinutes(480).toISOString(),
      scopes: [],
    },
    NOW,
  )
  expect(renewed?.credential).toMatchObject({ lastRefreshAt: null })
})

describe('the notice about subscriptions', () => {
  const warningsOf = ({ credential, secret }: ReturnType<typeof newCredential>) =>
    kindModuleOf(credential).warnings(credential, secret, NOW)

  test('comes with the tokens of a year that setup-token makes, in either form', () => {
    expect(warningsOf(signedIn(inMinutes(60 * 24 * 365)))).toContain(SUBSCRIPTION_NOTICE)
    expect(warningsOf(signedIn(inMinutes(60), 'sk-ant-oat01-x', ['user:sessions:claude_code']))).toContain(
      SUBSCRIPTION_NOTICE,
    )
    const asKey = newCredential({ ...ANTHROPIC, method: 'api_key', apiKey: 'sk-ant-oat01-x' }, 'id', NOW)
    expect(warningsOf(asKey)).toContain(SUBSCRIPTION_NOTICE)
  })

  test('comes with adopted rows that are marked', () => {
    const { credential, secret } = signedIn(inMinutes(60))
    const marked = { ...credential, subscription: true } as AnthropicOAuthCredential
    expect(kindModuleOf(marked).warnings(marked, secret, NOW)).toContain(SUBSCRIPTION_NOTICE)
  })

  test('not with Console sign-ins and API keys', () => {
    expect(warningsOf(signedIn(inMinutes(480), 'sk-ant-oat01-x', ['user:inference']))).toEqual([])
    const key = newCredential({ ...ANTHROPIC, method: 'api_key', apiKey: 'sk-ant-api03-x' }, 'id', NOW)
    expect(warningsOf(key)).toEqual([])
  })
})

describe('a federation', () => {
  const REJECTED: RefreshProblem = { ...PROBLEM, state: 'federation_rejected', reason: 'denied' }
  const had = { expiresAt: inMinutes(50), lastRefreshAt: inMinutes(-10) }
  const words =
    "Anthropic rejected the federation: check rule, service account, organization and the identity token's claims (denied)"
  test.each<[string, Partial<AnthropicWorkloadCredential>, RefreshProblem | null, string, string | null]>([
    ['before its first exchange', {}, null, 'ready', null],
    ['that gets no first token', {}, PROBLEM, 'cooling', 'There is no access token yet: down'],
    ['rejected', {}, REJECTED, 'rejected', words],
    ['rejected, with a token that is still good', had, REJECTED, 'rejected', words],
    ['with a token', had, null, 'ready', null],
    ['that cannot renew a token that is good', had, PROBLEM, 'ready', null],
    [
      'that could not renew it in time',
      { ...had, expiresAt: inMinutes(-1) },
      PROBLEM,
      'expired',
      'It could not be renewed yet: down',
    ],
    ['disabled', { enabled: false }, REJECTED, 'disabled', null],
  ])('%s', (_what, changes, problem, status, reason) => {
    expect(credentialStatus(federated(changes), null, NOW, problem)).toMatchObject({ status, reason })
  })

  test('drops its token with the federation it was for, and keeps the kind of its secret', () => {
    const ids = { federationRuleId: 'fdrl_2', organizationId: 'o', serviceAccountId: 's', workspaceId: 'w' }
    expect(withSecret(federated(had), { method: 'workload_identity', ...ids }, NOW)).toMatchObject({
      credential: { ...ids, expiresAt: null, lastRefreshAt: null },
      secret: { method: 'workload_identity', accessToken: null },
    })
    expect(withSecret(signedIn(NOW).credential, { method: 'workload_identity', ...ids }, NOW)).toBeNull()
    expect(withSecret(federated(), { method: 'api_key', apiKey: 'sk-ant-api03-x' }, NOW)).toBeNull()
    const tokens = { accessToken: 'a', refreshToken: 'r', expiresAt: NOW.toISOString(), scopes: [] }
    expect(withSecret(federated(), { method: 'oauth', ...tokens }, NOW)).toBeNull()
  })

  test('is audited with its ids, without what comes and goes', () => {
    const audited = auditedCredential(federated(had))
    expect(audited).toMatchObject({ federationRuleId: 'fdrl_1', workspaceId: 'w' })
    expect(audited).not.toHaveProperty('refreshProblem')
    expect(audited).not.toHaveProperty('status')
  })
})
