// Which role the groups of an identity provider give.
import type { Role } from '@headgate/shared/system'

export type GroupRoles = Readonly<Record<Role, readonly string[]>>

const HIGHEST_FIRST: readonly Role[] = ['owner', 'admin', 'viewer']

/** @returns `unmapped` when no group means anything here; null when groups do, but none of these. */
export function roleOfGroups(groupRoles: GroupRoles, groups: readonly string[]): Role | 'unmapped' | null {
  if (HIGHEST_FIRST.every((role) => groupRoles[role].length === 0)) return 'unmapped'
  return HIGHEST_FIRST.find((role) => groupRoles[role].some((group) => groups.includes(group))) ?? null
}
