// People against a real database: who may come, who must stay, and what everybody can read afterwards.
import { expect, test } from 'vitest'
import { migratedDatabase } from '../../../test/database.ts'
import { randomKeyPart, sha256 } from '../../adapters/crypto/digests.ts'
import type { Actor } from '../admin/actor.ts'
import { makeCreateApiToken } from '../api-tokens/create-api-token.ts'
import { makeRemovePerson } from './remove-person.ts'
import { makeSetRole } from './set-role.ts'
import { makeInvitePerson } from './invite-person.ts'
import { makeRevokeInvitation } from './revoke-invitation.ts'
import { makeListInvitations } from './list-invitations.ts'
import { makeListPeople } from './list-people.ts'
import { makeAcceptInvitation } from './accept-invitation.ts'
import { makeOpenLink } from './open-link.ts'

const PASSWORD = 'a long enough password'
const DAY_MS = 24 * 60 * 60_000

async function world() {
  const database = await migratedDatabase()
  const clock = { now: new Date('2026-11-22T12:00:00.000Z') }
  const deps = {
    ...database,
    now: () => clock.now,
    randomKeyPart,
    digest: sha256,
    publicUrl: 'https://gate.example',
    hashPassword: (password: string) => Promise.resolve(`hashed ${password}`),
  }
  const invite = makeInvitePerson(deps)
  const accept = makeAcceptInvitation(deps)
  async function addOwner(name: string): Promise<Actor> {
    const id = database.newId()
    const person = { id, name, email: `${name}@example.com`, role: 'owner' } as const
    await database.transact(({ people }) => people.insert({ ...person, passwordHash: 'x' }))
    return { kind: 'user', ...person, address: null }
  }
  return {
    ...database,
    clock,
    addOwner,
    invite,
    accept,
    open: makeOpenLink(deps),
    revokeInvitation: makeRevokeInvitation(deps),
    setRole: makeSetRole(deps),
    remove: makeRemovePerson(deps),
    createApiToken: makeCreateApiToken(deps),
    list: makeListPeople(deps),
    invitations: makeListInvitations(deps),
    codeOf: ({ link }: { link: string }) => link.split('#')[1]!,
    async trail() {
      const { rows } = await database.sql.query<Record<string, unknown>>(
        'select action, actor_name, before, after from audit_events order by at, id',
      )
      return rows
    },
  }
}

test('an invitation lets one person in once, with the role it names', async () => {
  const { addOwner, invite, accept, open, codeOf, list, invitations, sql, trail } = await world()
  const ada = await addOwner('ada')
  const made = await invite(ada, { email: 'Bob@Example.com', role: 'viewer', name: 'Bob' })
  expect(made).toMatchObject({ email: 'bob@example.com', role: 'viewer', invitedBy: 'ada' })
  expect(made.expiresAt).toBe('2026-11-29T12:00:00.000Z')
  expect(made.link).toMatch(/^https:\/\/gate\.example\/invitation#hgi_[A-Za-z0-9_-]{43}$/)
  const code = codeOf(made)
  expect(await open({ code })).toMatchObject({ kind: 'invitation', email: 'bob@example.com', name: 'Bob' })
  expect(JSON.stringify((await sql.query('select * from entry_links, audit_events')).rows)).not.toContain(
    code,
  )
  expect((await invitations({ limit: 10 })).items).toHaveLength(1)

  const results = await Promise.allSettled(
    [1, 2].map(() => accept('192.0.2.1', { code, name: 'Bobby', password: PASSWORD })),
  )
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  await expect(open({ code })).rejects.toMatchObject({ kind: 'forbidden' })
  expect((await invitations({ limit: 10 })).items).toEqual([])
  expect(
    (await list({ limit: 10 })).items.map(({ name, role, hasPassword }) => [name, role, hasPassword]),
  ).toEqual(
    expect.arrayContaining([
      ['ada', 'owner', true],
      ['Bobby', 'viewer', true],
    ]),
  )
  await expect(invite(ada, { email: 'BOB@example.com', role: 'owner' })).rejects.toMatchObject({
    kind: 'conflict',
  })
  expect((await trail()).map(({ action }) => action)).toEqual(['user.invite', 'user.accept_invitation'])
})

test('links that are old, replaced, revoked or made up say the same', async () => {
  const { addOwner, invite, accept, codeOf, revokeInvitation, clock } = await world()
  const ada = await addOwner('ada')
  const first = await invite(ada, { email: 'b@example.com', role: 'viewer' })
  const second = await invite(ada, { email: 'b@example.com', role: 'admin' })
  const revoked = await invite(ada, { email: 'c@example.com', role: 'viewer' })
  await revokeInvitation(ada, { id: revoked.id })
  await expect(revokeInvitation(ada, { id: revoked.id })).rejects.toMatchObject({ kind: 'not_found' })
  clock.now = new Date(clock.now.getTime() + 7 * DAY_MS)
  const messages = await Promise.all(
    [codeOf(first), codeOf(second), codeOf(revoked), 'hgi_made-up'].map((code) =>
      accept(null, { code, name: 'B', password: PASSWORD }).then(
        () => 'accepted',
        (error: Error) => error.message,
      ),
    ),
  )
  expect(new Set(messages)).toEqual(new Set([expect.stringMatching(/^This link is not valid any more/)]))
})

test.each([
  'password1234',
  'Tr0ub4dor',
  'new@example.com',
  'aaaaaaaaaaaa',
  '123456789012',
  'qwertyuiop123',
  'P@ssw0rd2026!',
])('the password %s is denied and uses nothing up', async (password) => {
  const { addOwner, invite, accept, codeOf } = await world()
  const code = codeOf(await invite(await addOwner('ada'), { email: 'new@example.com', role: 'admin' }))
  await expect(accept(null, { code, name: 'New', password })).rejects.toMatchObject({ kind: 'invalid' })
  expect(await accept(null, { code, name: 'New', password: PASSWORD })).toEqual({ email: 'new@example.com' })
})

test('there is always an owner, even when two go at the same time', async () => {
  const { addOwner, setRole, remove, sql } = await world()
  const ada = await addOwner('ada')
  await expect(remove(ada, { id: ada.id! })).rejects.toMatchObject({ kind: 'conflict' })
  await expect(setRole(ada, { id: ada.id!, role: 'viewer' })).rejects.toMatchObject({ kind: 'conflict' })
  for (let round = 0; round < 5; round++) {
    const bob = await addOwner(`bob${round}`)
    const { rows } = await sql.query<{ id: string }>(
      `select id from auth."user" where role = 'owner' and id <> $1`,
      [bob.id],
    )
    const results = await Promise.allSettled([
      remove(bob, { id: rows[0]!.id }),
      setRole(ada, { id: bob.id!, role: 'viewer' }),
    ])
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const owners = await sql.query(`select id from auth."user" where role = 'owner'`)
    expect(owners.rows).toHaveLength(1)
  }
})

test('who is no owner any more keeps no way back, and a person who is removed no session', async () => {
  const { addOwner, invite, open, codeOf, setRole, remove, sql, trail } = await world()
  const ada = await addOwner('ada')
  const bob = await addOwner('bob')
  const link = await invite(bob, { email: 'back@example.com', role: 'owner' })
  await sql.query(
    `insert into auth.session (id, "expiresAt", token, "userId") values ('s', now() + interval '1 day', 't', $1)`,
    [bob.id],
  )
  expect(await setRole(ada, { id: bob.id!, role: 'viewer' })).toMatchObject({ role: 'viewer' })
  await expect(open({ code: codeOf(link) })).rejects.toMatchObject({ kind: 'forbidden' })
  await remove(ada, { id: bob.id! })
  expect((await sql.query('select id from auth.session')).rows).toEqual([])
  await expect(remove(ada, { id: bob.id! })).rejects.toMatchObject({ kind: 'not_found' })
  expect((await trail()).slice(1)).toEqual([
    {
      action: 'user.set_role',
      actor_name: 'ada',
      before: { email: 'bob@example.com', role: 'owner' },
      after: { email: 'bob@example.com', role: 'viewer', revokedInvitations: [link.id] },
    },
    {
      action: 'user.remove',
      actor_name: 'ada',
      before: { name: 'bob', email: 'bob@example.com', role: 'viewer' },
      after: { endedSessions: 1 },
    },
  ])
})

test('who was an owner only when the call began grants nothing any more', async () => {
  const { addOwner, invite, setRole, remove, createApiToken, clock } = await world()
  const ada = await addOwner('ada')
  const bob = await addOwner('bob')
  const eve = await addOwner('eve')
  await setRole(ada, { id: bob.id!, role: 'viewer' })
  await remove(ada, { id: eve.id! })
  const expiresAt = new Date(clock.now.getTime() + DAY_MS).toISOString()
  for (const gone of [bob, eve])
    for (const grant of [
      () => invite(gone, { email: 'back@example.com', role: 'owner' }),
      () => createApiToken(gone, { name: 'back', role: 'admin', expiresAt }),
      () => setRole(gone, { id: bob.id!, role: 'owner' }),
      () => remove(gone, { id: ada.id! }),
    ])
      await expect(grant()).rejects.toMatchObject({ kind: 'forbidden' })
})

test('who is removed has no invitation left', async () => {
  const { addOwner, invite, open, codeOf, remove, transact, newId, trail } = await world()
  const ada = await addOwner('ada')
  const link = await invite(ada, { email: 'bob@example.com', role: 'admin' })
  const id = newId()
  // By a group of the identity provider.
  const bob = { id, name: 'Bob', email: 'bob@example.com', role: 'viewer', passwordHash: null } as const
  await transact(({ people }) => people.insert(bob))
  await remove(ada, { id })
  await expect(open({ code: codeOf(link) })).rejects.toMatchObject({ kind: 'forbidden' })
  expect((await trail()).at(-1)).toMatchObject({ after: { revokedOwnInvitations: [link.id] } })
})

test('pages hold everybody once', async () => {
  const { addOwner, list } = await world()
  for (let i = 0; i < 5; i++) await addOwner(`p${i}`)
  const names: string[] = []
  let cursor: string | undefined
  do {
    const page = await list({ limit: 2, cursor })
    names.push(...page.items.map(({ name }) => name))
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  expect(names.sort()).toEqual(['p0', 'p1', 'p2', 'p3', 'p4'])
})
