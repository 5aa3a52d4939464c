import type { CredentialStatus } from '@headgate/shared/credentials'
import type { ProjectView } from '@headgate/shared/projects'
import { describe, expect, it } from 'vitest'
import { blockageOf, failuresText, unservedProjects } from './attention.ts'

const of = (...statuses: CredentialStatus[]) => statuses.map((status) => ({ status }))

describe('what blocks requests', () => {
  it.each([
    [of(), 'no_credential'],
    [of('disabled', 'disabled'), 'all_disabled'],
    [of('disabled', 'rejected', 'cooling', 'expired'), 'none_ready'],
    [of('rejected', 'ready'), null],
    [of('expiring_soon'), null],
  ])('of %j is %s', (credentials, blockage) => {
    expect(blockageOf(credentials)).toBe(blockage)
  })

  it('is a pool without an enabled credential, in projects that are enabled', () => {
    const project = (enabled: boolean, ...statuses: CredentialStatus[]) =>
      ({ enabled, pool: of(...statuses) as ProjectView['pool'] }) as const
    const empty = project(true)
    const allDisabled = project(true, 'disabled')
    const projects = [empty, allDisabled, project(true, 'disabled', 'rejected'), project(false)]
    expect(unservedProjects(projects)).toEqual([empty, allDisabled])
  })
})

it('counts failures among the last requests', () => {
  expect(failuresText(['completed', 'denied', 'client_closed', 'interrupted'])).toBe('2 of the last 4 failed')
  expect(failuresText(['completed', 'client_closed'])).toBeNull()
})
