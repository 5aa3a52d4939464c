import { describe, expect, it } from 'vitest'
import { progressOf } from './getting-started.ts'

const states = (progress: ReturnType<typeof progressOf>) => progress.steps.map(({ state }) => state).join(' ')
const member = {
  credentialId: 'c',
  accountId: 'c',
  name: 'c',
  provider: 'anthropic' as const,
  priority: 0,
  weight: 1,
  status: 'ready' as const,
}

describe('getting started', () => {
  it('begins with a credential', () => {
    expect(states(progressOf(0, []))).toBe('next later later later later')
  })

  it('goes on with a project, its pool and its key', () => {
    expect(states(progressOf(1, []))).toBe('done next later later later')
    expect(states(progressOf(1, [{ id: 'p', pool: [], activeKeys: 0 }]))).toBe('done done next later later')
    expect(states(progressOf(1, [{ id: 'p', pool: [member], activeKeys: 0 }]))).toBe(
      'done done done next later',
    )
    expect(states(progressOf(1, [{ id: 'p', pool: [member], activeKeys: 1 }]))).toBe(
      'done done done done next',
    )
  })

  it('follows the project that is nearest to its first request', () => {
    const progress = progressOf(1, [
      { id: 'far', pool: [], activeKeys: 3 },
      { id: 'near', pool: [member], activeKeys: 0 },
    ])
    expect(progress.projectId).toBe('near')
  })
})
