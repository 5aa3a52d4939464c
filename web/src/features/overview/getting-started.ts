// The way from nothing to the first request, and how far one has come.
import type { ProjectView } from '@headgate/shared/projects'

export type StepState = 'done' | 'next' | 'later'
export type StepId = 'credential' | 'project' | 'pool' | 'key' | 'request'

export interface Step {
  readonly id: StepId
  readonly state: StepState
}

export interface Progress {
  readonly steps: readonly Step[]
  /** The project that is nearest to its first request. */
  readonly projectId: string | null
}

type Project = Pick<ProjectView, 'id' | 'pool' | 'activeKeys'>

export function progressOf(credentials: number, projects: readonly Project[]): Progress {
  const nearest = [...projects].sort((a, b) => closeness(b) - closeness(a))[0]
  const done: Readonly<Record<StepId, boolean>> = {
    credential: credentials > 0,
    project: nearest !== undefined,
    pool: (nearest?.pool.length ?? 0) > 0,
    key: (nearest?.activeKeys ?? 0) > 0,
    request: false,
  }
  const ids: readonly StepId[] = ['credential', 'project', 'pool', 'key', 'request']
  const next = ids.find((id) => !done[id])
  return {
    steps: ids.map((id) => ({ id, state: done[id] ? 'done' : id === next ? 'next' : 'later' })),
    projectId: nearest?.id ?? null,
  }
}

function closeness({ pool, activeKeys }: Project): number {
  return (pool.length > 0 ? 2 : 0) + (activeKeys > 0 ? 1 : 0)
}
