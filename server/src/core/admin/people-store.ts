// The port for the people who may sign in.

export interface NewOwner {
  readonly id: string
  readonly name: string
  /** Lower case. */
  readonly email: string
  readonly passwordHash: string
}

export interface PeopleStore {
  anyone(): Promise<boolean>
  /** Makes the first user, as owner. @returns false when there is one already; two calls at once make one. */
  insertFirst(owner: NewOwner): Promise<boolean>
}
