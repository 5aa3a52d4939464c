// The credential or project that an argument names.
import type { CredentialView } from '@headgate/shared/credentials'
import type { ProjectView } from '@headgate/shared/projects'
import { CliError } from './cli-error.ts'
import { nearNames } from './near-names.ts'

/** By account id or id. @throws CliError naming what was probably meant. */
export function findCredential(all: readonly CredentialView[], name: string): CredentialView {
  const found = all.find(({ accountId, id }) => accountId === name || id === name)
  if (found !== undefined) return found
  throw unknown(
    'credential',
    name,
    all.map(({ accountId }) => accountId),
  )
}

/** By slug or id. @throws CliError naming what was probably meant. */
export function findProject(all: readonly ProjectView[], name: string): ProjectView {
  const found = all.find(({ slug, id }) => slug === name || id === name)
  if (found !== undefined) return found
  throw unknown(
    'project',
    name,
    all.map(({ slug }) => slug),
  )
}

const MOST_NAMES = 12

function unknown(what: string, name: string, known: readonly string[]): CliError {
  const near = nearNames(name, known)
  const hint = near.length > 0 ? `Did you mean ${near.join(' or ')}?` : `Known: ${listed(known)}.`
  return new CliError(`There is no ${what} '${name}'. ${hint}`)
}

function listed(known: readonly string[]): string {
  if (known.length === 0) return 'none'
  const more = known.length - MOST_NAMES
  return known.slice(0, MOST_NAMES).join(', ') + (more > 0 ? ` and ${more} more` : '')
}
