// The roles in words.
import type { Role } from '@headgate/shared/system'

export const ROLES: Readonly<Record<Role, { readonly label: string; readonly may: string }>> = {
  viewer: { label: 'Viewer', may: 'Sees everything except secrets, changes nothing.' },
  admin: { label: 'Admin', may: 'Changes credentials, projects, keys and models.' },
  owner: { label: 'Owner', may: 'Changes everything, and decides who may do what.' },
}
