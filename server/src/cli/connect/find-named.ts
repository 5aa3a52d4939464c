// Finds the credential or project that an argument names, and suggests names that are spelled alike.
import { distance } from 'fastest-levenshtein'
import type { CredentialView } from '@headgate/shared/credentials'
import type { ProjectView } from '@headgate/shared/projects'
import { CliError } from '../output/errors.ts'

/** @param name the credential ID, or the `id` in the API @throws CliError with suggestions */
export function findCredential(all: readonly CredentialView[], name: string): CredentialView {
  const found = all.find(({ accountId, id }) => accountId === name || id === name)
  if (found !== undefined) return found
  throw notFound(
    'credential',
    name,
    all.map(({ accountId }) => accountId),
  )
}

/** @param name the slug or id @throws CliError with suggestions */
export function findProject(all: readonly ProjectView[], name: string): ProjectView {
  const found = all.find(({ slug, id }) => slug === name || id === name)
  if (found !== undefined) return found
  throw notFound(
    'project',
    name,
    all.map(({ slug }) => slug),
  )
}

const MAX_LISTED = 12

function notFound(what: string, name: string, known: readonly string[]): CliError {
  const similar = similarNames(name, known)
  const hint =
    similar.length > 0
      ? `Did you mean ${similar.join(' or ')}?`
      : known.length === 0
        ? `There are no ${what}s yet.`
        : `Available: ${listed(known)}.`
  return new CliError(`There is no ${what} '${name}'. ${hint}`)
}

function listed(known: readonly string[]): string {
  const more = known.length - MAX_LISTED
  return known.slice(0, MAX_LISTED).join(', ') + (more > 0 ? ` and ${more} more` : '')
}

const MAX_SUGGESTIONS = 3

/** Names that contain the given one as a part, or differ by a few letters; the closest first. */
export function similarNames(given: string, names: readonly string[]): string[] {
  const wanted = given.toLowerCase()
  const tolerated = Math.max(2, Math.floor(wanted.length / 3))
  return names
    .map((name) => ({ name, steps: stepsTo(wanted, name.toLowerCase()) }))
    .filter(({ steps }) => steps <= tolerated)
    .sort((a, b) => a.steps - b.steps || a.name.localeCompare(b.name))
    .slice(0, MAX_SUGGESTIONS)
    .map(({ name }) => name)
}

function stepsTo(wanted: string, name: string): number {
  const isPart = wanted.length > 2 && (name.endsWith(`.${wanted}`) || name.startsWith(`${wanted}.`))
  return isPart ? 1 : distance(wanted, name)
}
