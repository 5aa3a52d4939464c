// Who somebody is that an identity provider vouches for, against a real database.
import { expect, test } from 'vitest'
import { migratedDatabase } from '../../../test/database.ts'
import { makeEnterByIdentity } from './enter-by-identity.ts'
import type { Identity } from './identity-provider.ts'

const GROUPS = { owner: ['bosses'], admin: [], viewer: ['staff'] }
const ANN: Identity = {
  issuer: 'https://id.example',
  subject: '5',
  email: 'ann@example.com',
  emailVerified: true,
  name: 'Ann',
  groups: ['bosses'],
}

async function world() {
  const database = await migratedDatabase()
  return {
    enter: makeEnterByIdentity({ ...database, groupRoles: GROUPS, now: () => new Date() }),
    roleOf: async (id: string) => (await database.read(({ people }) => people.get(id)))?.role,
  }
}

test('whoever took an address first does not become the one whose address it is', async () => {
  const { enter, roleOf } = await world()
  const mallory = await enter(null, {
    ...ANN,
    subject: '666',
    emailVerified: false,
    groups: ['staff'],
  })
  await expect(enter(null, ANN)).rejects.toMatchObject({ kind: 'forbidden' })
  expect(await roleOf(mallory.id)).toBe('viewer')
})

test('the names that another provider gives are names of others', async () => {
  const { enter } = await world()
  const ann = await enter(null, ANN)
  const issuer = 'https://new.example'
  const bob = await enter(null, { ...ANN, issuer, email: 'bob@example.com', groups: ['staff'] })
  expect([bob.id === ann.id, bob.role]).toEqual([false, 'viewer'])
  // A verified address says who somebody is at the new provider.
  expect((await enter(null, { ...ANN, issuer, subject: '6' })).id).toBe(ann.id)
  expect((await enter(null, { ...ANN, issuer, subject: '6', email: 'married@example.com' })).id).toBe(ann.id)
  expect((await enter(null, ANN)).id).toBe(ann.id)
})
