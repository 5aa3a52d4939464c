import type { Role } from '@headgate/shared/system'
import { personActor } from '../admin/actor.ts'
import { DomainError } from '../admin/domain-error.ts'
import type { Person } from '../people/people-store.ts'
import type { Stores, Transact } from '../admin/unit-of-work.ts'
import { withdrawGrants } from '../people/withdraw-grants.ts'
import type { Identity } from './identity-provider.ts'
import { roleOfGroups, type GroupRoles } from './role-of-groups.ts'

export interface EnterByIdentityDeps {
  readonly transact: Transact
  readonly groupRoles: GroupRoles
  readonly newId: () => string
  readonly now: () => Date
}

const NO_ACCESS = 'The identity provider knows you, but nobody has given you access to this gateway.'

/** Who signs in: known by the provider's name for them, by a verified address, by an invitation, or by a group. */
export function makeEnterByIdentity({ transact, groupRoles, newId, now }: EnterByIdentityDeps) {
  /** @throws DomainError `forbidden` for who has no access. */
  return async function enterByIdentity(address: string | null, identity: Identity): Promise<Person> {
    const mapped = roleOfGroups(groupRoles, identity.groups)
    if (mapped === null) throw new DomainError('forbidden', NO_ACCESS)
    return transact(async (stores) => {
      await stores.people.lock()
      const known =
        (await stores.people.findByIdentity(identity)) ?? (await linked(stores, identity, address))
      if (known === null) return provisioned(stores, identity, mapped, address)
      return mapped === 'unmapped' ? known : withRole(stores, known, mapped, address)
    })
  }

  /** Only an address that the provider has verified says who somebody is, and only once: others may have had it before. */
  async function linked(stores: Stores, identity: Identity, address: string | null) {
    const { email, emailVerified, issuer } = identity
    if (email === null) return null
    const person = await stores.people.findByEmail(email)
    if (person === null) return null
    if (!emailVerified)
      throw new DomainError('forbidden', 'The identity provider has not verified your email address.')
    if (await stores.people.isKnownTo(person.id, issuer))
      throw new DomainError('forbidden', 'The identity provider knows somebody else by this email address.')
    await stores.people.addIdentity(person.id, identity)
    await note(stores, person, address, { linked: true })
    return person
  }

  async function provisioned(
    stores: Stores,
    identity: Identity,
    mapped: Role | 'unmapped',
    address: string | null,
  ): Promise<Person> {
    const { email, emailVerified, name } = identity
    if (email === null)
      throw new DomainError('forbidden', 'The identity provider does not tell your email address.')
    const invitation = emailVerified ? await stores.entryLinks.findInvitation(email, now()) : null
    const role = mapped === 'unmapped' ? invitation?.role : mapped
    if (role === undefined) throw new DomainError('forbidden', NO_ACCESS)
    const id = newId()
    await stores.people.insert({ id, name: name ?? email, email, role, passwordHash: null })
    await stores.people.addIdentity(id, identity)
    if (invitation !== null) await stores.entryLinks.use(invitation.id, now())
    const person = await stores.people.get(id)
    if (person === null) throw new Error('A person who was just stored is gone.')
    await note(stores, person, address, { invitation: invitation?.id ?? null })
    return person
  }

  /** Follows the groups, except that the last owner stays one. */
  async function withRole(
    stores: Stores,
    person: Person,
    role: Role,
    address: string | null,
  ): Promise<Person> {
    const isLastOwner = person.role === 'owner' && (await stores.people.countOwners()) < 2
    if (role === person.role || isLastOwner) return person
    await stores.people.setRole(person.id, role)
    const withdrawn = person.role === 'owner' ? await withdrawGrants(stores, person.id, now()) : {}
    await stores.audit.append({
      actor: personActor(person, address),
      action: 'user.set_role',
      target: { kind: 'user', id: person.id },
      before: { email: person.email, role: person.role },
      after: { email: person.email, role, by: 'groups of the identity provider', ...withdrawn },
    })
    return { ...person, role }
  }
}

function note(
  { audit }: Pick<Stores, 'audit'>,
  person: Person,
  address: string | null,
  more: object,
): Promise<void> {
  const { id, name, email, role } = person
  return audit.append({
    actor: personActor(person, address),
    action: 'user.provision',
    target: { kind: 'user', id },
    before: null,
    after: { name, email, role, ...more },
  })
}
