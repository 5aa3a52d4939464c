// Who may call what: one row per procedure. A procedure without a row fails.
import { expect, test } from 'vitest'
import type { Actor } from '../../core/admin/actor.ts'
import { appRouter } from './router.ts'
import type { ControlPlanePorts } from '../../core/control-plane-ports.ts'
import type { UseCases } from '../../core/use-cases.ts'

const CALLERS = {
  owner: { kind: 'user', role: 'owner' },
  admin: { kind: 'user', role: 'admin' },
  viewer: { kind: 'user', role: 'viewer' },
  adminToken: { kind: 'admin_token', role: 'owner' },
  apiAdmin: { kind: 'api_token', role: 'admin' },
  apiViewer: { kind: 'api_token', role: 'viewer' },
  stranger: null,
} as const satisfies Record<string, Pick<Actor, 'kind' | 'role'> | null>
type Caller = keyof typeof CALLERS

const SIGNED_IN = ['owner', 'admin', 'viewer', 'adminToken', 'apiAdmin', 'apiViewer'] as const
const ALLOWED = {
  everybody: [...SIGNED_IN, 'stranger'],
  readers: SIGNED_IN,
  changers: ['owner', 'admin', 'adminToken', 'apiAdmin'],
  owners: ['owner', 'adminToken'],
  people: ['owner', 'admin', 'viewer'],
} as const satisfies Record<string, readonly Caller[]>

const PROCEDURES: Readonly<Record<string, keyof typeof ALLOWED>> = {
  'credentials.list': 'readers',
  'credentials.get': 'readers',
  'credentials.create': 'changers',
  'credentials.update': 'changers',
  'credentials.rotate': 'changers',
  'credentials.remove': 'changers',
  'credentials.probe': 'changers',
  'credentials.refresh': 'changers',
  'credentials.beginOAuth': 'changers',
  'credentials.completeOAuth': 'changers',
  'credentials.clearCooldown': 'changers',
  'projects.list': 'readers',
  'projects.get': 'readers',
  'projects.create': 'changers',
  'projects.update': 'changers',
  'projects.remove': 'changers',
  'projects.setRouting': 'changers',
  'keys.list': 'readers',
  'keys.create': 'changers',
  'keys.revoke': 'changers',
  'models.list': 'readers',
  'models.resolve': 'readers',
  'models.setOverride': 'changers',
  'models.removeOverride': 'changers',
  'models.forgetLearned': 'changers',
  'requests.list': 'readers',
  'usage.summary': 'readers',
  'audit.list': 'readers',
  'system.status': 'readers',
  'system.replayRecords': 'changers',
  'system.rotateEncryptionKey': 'owners',
  'session.current': 'readers',
  'session.ways': 'everybody',
  'session.list': 'people',
  'session.revoke': 'people',
  'session.changePassword': 'people',
  'session.secondFactor': 'people',
  'session.beginSecondFactor': 'people',
  'session.confirmSecondFactor': 'people',
  'session.disableSecondFactor': 'people',
  'apiTokens.list': 'owners',
  'apiTokens.create': 'owners',
  'apiTokens.revoke': 'owners',
  'setup.status': 'everybody',
  'setup.createOwner': 'everybody',
  'users.list': 'owners',
  'users.invite': 'owners',
  'users.invitations': 'owners',
  'users.revokeInvitation': 'owners',
  'users.setRole': 'owners',
  'users.remove': 'owners',
  'users.sessions': 'owners',
  'users.endSessions': 'owners',
  'users.openLink': 'everybody',
  'users.acceptInvitation': 'everybody',
  'users.recover': 'everybody',
}

/** Whatever gets as far as a verb is allowed. */
const REACHED = new Error('a verb was reached')
const reached = {
  get: () => () => {
    throw REACHED
  },
}
const use = new Proxy({} as UseCases, reached)
const ports = new Proxy({} as ControlPlanePorts, reached)

async function denialOf(path: string, caller: Caller): Promise<string | null> {
  const who = CALLERS[caller]
  const actor: Actor | null = who && {
    ...who,
    id: '0189f3a0-5b7e-7000-8000-000000000001',
    name: caller,
    email: null,
    address: null,
  }
  const api = appRouter.createCaller({
    identify: () => Promise.resolve(actor),
    isDatabaseUp: () => Promise.resolve(true),
    noteDenial: () => Promise.resolve(),
    admitOpenCall: () => true,
    admitStranger: () => true,
    address: null,
    requestId: 'req_test',
    ports,
    use,
  })
  const procedure = path
    .split('.')
    .reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], api) as (
    input?: unknown,
  ) => Promise<unknown>
  try {
    await procedure()
    return null
  } catch (error) {
    const { code } = error as { code: string }
    // Without input most calls end there, behind the check of the role.
    return code === 'UNAUTHORIZED' || code === 'FORBIDDEN' ? code : null
  }
}

test('every procedure has a row, and every row a procedure', () => {
  expect(Object.keys(PROCEDURES).sort()).toEqual(Object.keys(appRouter._def.procedures).sort())
})

test.each(Object.entries(PROCEDURES))('%s is for %s', async (path, group) => {
  const allowed: readonly Caller[] = ALLOWED[group]
  for (const caller of Object.keys(CALLERS) as Caller[]) {
    const expected = allowed.includes(caller) ? null : caller === 'stranger' ? 'UNAUTHORIZED' : 'FORBIDDEN'
    expect([caller, await denialOf(path, caller)]).toEqual([caller, expected])
  }
})
