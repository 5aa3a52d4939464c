// Filters of lists: of all there are, those whose values are given.

/** A condition, and the values in it. */
export type Condition = readonly [string, ...unknown[]]

export function whereGiven(all: readonly Condition[]): { where: string; params: unknown[] } {
  const given = all.filter(([, ...values]) => values.every((value) => value !== undefined))
  return {
    where: given.length === 0 ? '' : `where ${given.map(([condition]) => condition).join(' and ')}`,
    params: given.flatMap(([, ...values]) => values),
  }
}

/** PostgreSQL knows fewer offsets and digits than ISO 8601: one form for all, to the millisecond as the rows are. */
export function timestamp(time: string | undefined): string | undefined {
  return time === undefined ? undefined : new Date(time).toISOString()
}
