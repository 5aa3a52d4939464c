import { describe, expect, test } from 'vitest'
import { Secret } from '../vault/secret.ts'
import type { GatewayState, PoolMember, RoutedProject } from '../routing/gateway-state.ts'
import type { Caller } from './authenticate.ts'
import { callersCredential } from './callers-credential.ts'
import { chooseWorkspace } from './choose-workspace.ts'

const DAY = new Date('2026-11-22T12:00:00Z')

interface Member {
  readonly provider?: 'anthropic' | 'bedrock'
  readonly priority?: number
  readonly enabled?: boolean
  readonly endpointUrl?: string
}

function member(accountId: string, more: Member = {}): PoolMember {
  const base = {
    id: `id-${accountId}`,
    accountId,
    name: accountId,
    endpointUrl: more.endpointUrl ?? null,
    enabled: more.enabled ?? true,
    createdAt: DAY,
    updatedAt: DAY,
    method: 'api_key',
    keyPreview: null,
  } as const
  const secret = { method: 'api_key', apiKey: new Secret('sk-ant-api03-vault') } as const
  const place = { region: 'us-east-1', surface: 'invoke', geography: 'auto', expiresAt: null } as const
  const credential =
    more.provider === 'bedrock'
      ? ({ ...base, ...place, provider: 'bedrock' } as const)
      : ({ ...base, provider: 'anthropic' } as const)
  return { candidate: { credential, secret }, priority: more.priority ?? 0, weight: 1 }
}

function project(slug: string, pool: PoolMember[], more: Partial<RoutedProject> = {}): RoutedProject {
  return {
    id: `id-${slug}`,
    slug,
    enabled: true,
    strategy: 'weighted',
    workspaceAccess: false,
    passThrough: false,
    pool,
    ...more,
  }
}

function chosen(own: RoutedProject, others: RoutedProject[] = [], headers: string[] = []): string {
  const state: GatewayState = {
    keys: new Map(),
    projects: new Map([own, ...others].map((each) => [each.id, each])),
    overrides: [],
  }
  try {
    const caller = { project: own } as Caller
    return chooseWorkspace(state, caller, headers, '/v1/files?x=1').credential.accountId
  } catch (error) {
    return `${(error as { status: number }).status} ${(error as Error).message}`
  }
}

describe('chooseWorkspace', () => {
  test('the first enabled Anthropic credential by priority, then by name', () => {
    const pool = [
      member('z', { priority: 1 }),
      member('b', { priority: 1 }),
      member('a', { priority: 2 }),
      member('off', { priority: 0, enabled: false }),
      member('aws', { priority: 0, provider: 'bedrock' }),
    ]
    expect(chosen(project('p', pool))).toBe('b')
    expect(chosen(project('p', pool.toReversed()))).toBe('b')
    expect(chosen(project('p', pool), [], ['X-Headgate-Credential', 'a'])).toBe('a')
  })

  test('what cannot be served is said', () => {
    const aws = member('aws', { provider: 'bedrock' })
    expect(chosen(project('p', [aws]))).toMatch(/^400 .*Bedrock alone/)
    expect(chosen(project('p', [aws, member('a')]), [], ['x-headgate-credential', 'aws'])).toMatch(
      /^400 .*'aws'/,
    )
    expect(chosen(project('p', []))).toMatch(/^503 /)
    expect(chosen(project('p', [member('a', { enabled: false }), aws]))).toMatch(/^503 /)
    expect(chosen(project('p', [member('a')]), [], ['x-headgate-credential', 'other'])).toMatch(/^403 /)
  })

  test('a workspace that others use too is for those who were granted it', () => {
    const shared = member('shared')
    const own = project('p', [shared, member('z', { priority: 5 })])
    const other = project('q', [shared], { enabled: false })
    expect(chosen(own, [project('q', [member('other')])])).toBe('shared')
    expect(chosen(own, [other])).toMatch(/^403 \/v1\/files reaches .*'shared'.*'p'/)
    expect(chosen(own, [other], ['x-headgate-credential', 'z'])).toBe('z')
    expect(chosen({ ...own, workspaceAccess: true }, [other])).toBe('shared')
  })
})

describe('callersCredential', () => {
  const KEY = ['x-headgate-key', `hg_live_${'k'.repeat(43)}`]
  const OWN = ['Authorization', 'Bearer sk-ant-oat01-own']
  const pool = [
    member('aws', { provider: 'bedrock' }),
    member('b', { priority: 2, endpointUrl: 'https://b.example' }),
    member('a', { priority: 1, endpointUrl: 'https://a.example' }),
  ]
  const open = project('p', pool, { passThrough: true })
  const own = (headers: string[], by = open) => callersCredential({ project: by }, headers)

  test('is used where the project allows it, at the address of the pool’s Anthropic credential', () => {
    expect(own([...KEY, ...OWN])).toMatchObject({
      credential: { provider: 'anthropic', id: null, accountId: null, endpointUrl: 'https://a.example' },
      secret: { method: 'callers_credential' },
    })
    expect(own([...KEY, 'x-api-key', 'anything'], { ...open, pool: [] })).toMatchObject({
      credential: { endpointUrl: null },
    })
    expect(JSON.stringify(own([...KEY, ...OWN]))).not.toContain('own"]')
  })

  test.each([
    ['the project does not allow it', [...KEY, ...OWN], { ...open, passThrough: false }],
    ['the key came in one of these headers', OWN, open],
    ['nothing was brought', KEY, open],
    [
      'a project key is no credential',
      [...KEY, 'x-api-key', KEY[1]!, 'authorization', `Bearer ${KEY[1]}`],
      open,
    ],
    ['a signature for AWS is none', [...KEY, 'authorization', 'AWS4-HMAC-SHA256 Credential=x'], open],
    ['a credential is named', [...KEY, ...OWN, 'x-headgate-credential', 'a'], open],
  ])('the vault’s: %s', (_why, headers, by) => expect(own(headers, by)).toBeNull())
})
