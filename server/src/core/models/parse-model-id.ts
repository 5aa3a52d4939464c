// Reads the spellings in which clients name models: Anthropic ids, aliases, Bedrock ids, profiles and ARNs.
import { CATALOG, findBedrockModel, findModel, type CatalogModel } from './catalog.ts'

/** What a client asked for. `model` is null where the id does not tell (application profiles, unknown Bedrock ids). */
export type ModelId =
  | { readonly kind: 'anthropic'; readonly name: string; readonly model: CatalogModel | null }
  | {
      readonly kind: 'bedrock'
      readonly id: string
      readonly prefix: string | null
      readonly model: CatalogModel | null
    }
  | { readonly kind: 'arn'; readonly id: string; readonly model: CatalogModel | null }
  | { readonly kind: 'invalid'; readonly reason: string }

const MAX_LENGTH = 2048
const ARN = /^arn:aws[a-z-]*:bedrock:[a-z0-9-]+:(?:\d{12})?:[a-z-]+\/(?<resource>[A-Za-z0-9.:_-]+)$/
const BEDROCK_ID = /^(?:(?<prefix>[a-z]{2,6}(?:-gov)?)\.)?anthropic\.(?<name>claude[A-Za-z0-9.:_-]*)$/

export function parseModelId(requested: string): ModelId {
  if (requested.length > MAX_LENGTH)
    return { kind: 'invalid', reason: `model: longer than ${MAX_LENGTH} characters` }
  const id = stripDecorations(requested)
  const arn = ARN.exec(id)
  if (arn) return { kind: 'arn', id, model: findByBedrockSpelling(arn.groups!.resource!) }
  // Whatever is left becomes a path segment at the upstream: no separators, no dot segments.
  if (!/^[A-Za-z0-9._:@-]+$/.test(id) || id.includes('..')) {
    return { kind: 'invalid', reason: 'model: holds characters that no model id has' }
  }
  const bedrock = BEDROCK_ID.exec(id)
  if (bedrock) {
    return { kind: 'bedrock', id, prefix: bedrock.groups!.prefix ?? null, model: findByBedrockSpelling(id) }
  }
  const name = id
    .toLowerCase()
    .replace(/@(\d{8})$/, '-$1')
    .replace(/@latest$/, '')
  return { kind: 'anthropic', name, model: findModel(name) ?? null }
}

/** The model of the catalogue that a name means, in any spelling. */
export function modelNamed(name: string): CatalogModel | null {
  const parsed = parseModelId(name)
  return parsed.kind === 'invalid' ? null : parsed.model
}

/**
 * The name as Anthropic's API takes it: without what other gateways and Claude Code add to it.
 * @returns null for a name without additions
 */
export function undecoratedName(requested: string): string | null {
  const plain = requested.replace(/\[1m\]$/i, '').replace(/^anthropic\//i, '')
  return plain === requested || plain === '' ? null : plain
}

/** `[1m]` is Claude Code's spelling of the long context; the prefixes are other gateways' spellings of the provider. */
function stripDecorations(requested: string): string {
  return requested
    .trim()
    .replace(/\[1m\]$/i, '')
    .replace(/^(?:bedrock|anthropic)\//i, '')
}

function findByBedrockSpelling(id: string): CatalogModel | null {
  const base = BEDROCK_ID.exec(id)
  if (!base) return null
  const full = `anthropic.${base.groups!.name!}`
  // A context-window suffix (`:200k`) names the same model.
  return findBedrockModel(full) ?? findBedrockModel(full.replace(/:\d+k$/, '')) ?? null
}

/** Names of catalogue models that look like the one asked for, best first. */
export function closeModelNames(requested: string, limit = 3): string[] {
  const wanted = requested.toLowerCase()
  return CATALOG.flatMap((row) => [row.id, ...row.aliases])
    .map((name) => ({ name, distance: editDistance(wanted, name) }))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, limit)
    .map(({ name }) => name)
}

/** A name as a client or an operator chose it, for a message. */
export function shortened(name: string): string {
  return name.length > 80 ? `${name.slice(0, 80)}...` : name
}

/** Levenshtein distance; inputs are short and `a` is cut at 64 characters. */
function editDistance(a: string, b: string): number {
  const left = a.slice(0, 64)
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= left.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const swap = row[j - 1]! + (left[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(swap, row[j]! + 1, next[j - 1]! + 1))
    }
    row = next
  }
  return row[b.length]!
}
