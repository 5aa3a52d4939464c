// A project: the unit that keys belong to and that routing is set for.
import type { RoutingStrategy } from '@headgate/shared/projects'

export interface Project {
  readonly id: string
  readonly slug: string
  readonly name: string
  readonly enabled: boolean
  readonly workspaceAccess: boolean
  readonly passThrough: boolean
  readonly strategy: RoutingStrategy
  readonly createdAt: Date
  readonly updatedAt: Date
}

export interface PoolEntry {
  readonly credentialId: string
  readonly priority: number
  readonly weight: number
}
