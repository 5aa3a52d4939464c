// The port for the people who may sign in.
import type { Role } from '@headgate/shared/system'
import type { PageRequest } from '../admin/page.ts'

export interface NewPerson {
  readonly id: string
  readonly name: string
  /** Lower case. */
  readonly email: string
  readonly role: Role
  /** Null for people who sign in with the identity provider. */
  readonly passwordHash: string | null
}

export interface Person {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly role: Role
  readonly hasPassword: boolean
  readonly secondFactor: boolean
  readonly createdAt: Date
  readonly lastSeenAt: Date | null
}

/** What an identity provider calls somebody. */
export interface KnownIdentity {
  readonly issuer: string
  readonly subject: string
}

export interface PeopleStore {
  /** Until the end of the transaction nobody else changes who there is and what they may do. */
  lock(): Promise<void>
  /** Up to `limit + 1`, newest first. */
  list(page: PageRequest): Promise<Person[]>
  get(id: string): Promise<Person | null>
  /** @param email in lower case */
  findByEmail(email: string): Promise<Person | null>
  findByIdentity(identity: KnownIdentity): Promise<Person | null>
  countOwners(): Promise<number>
  insert(person: NewPerson): Promise<void>
  /** Whether the person is known to this identity provider, by whatever name. */
  isKnownTo(id: string, issuer: string): Promise<boolean>
  addIdentity(id: string, identity: KnownIdentity): Promise<void>
  setRole(id: string, role: Role): Promise<void>
  passwordHash(id: string): Promise<string | null>
  setPassword(id: string, hash: string): Promise<void>
  remove(id: string): Promise<void>
}
