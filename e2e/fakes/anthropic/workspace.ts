// What an account keeps behind the API: batches, files and skills, each found only by its own account.
import { fakeId } from '../fake-ids.ts'
import { Rejection } from './rejection.ts'
import type { Batch } from './batches-api.ts'
import type { StoredFile } from './files-api.ts'

export interface Skill {
  readonly id: string
  readonly account: string
}

export interface Workspace {
  readonly batches: Batch[]
  readonly files: StoredFile[]
  readonly skills: Skill[]
}

export function makeWorkspace(): Workspace {
  return { batches: [], files: [], skills: [] }
}

interface Owned {
  readonly id: string
  readonly account: string
}

/** Newest first. */
export function ownedBy<Item extends Owned>(items: readonly Item[], account: string): Item[] {
  return items.filter((item) => item.account === account).toReversed()
}

export function findOwned<Item extends Owned>(items: readonly Item[], id: string, account: string): Item {
  const found = items.find((item) => item.id === id && item.account === account)
  if (found === undefined) throw new Rejection(404, `${id} not found`)
  return found
}

export function removeOwned(items: Owned[], id: string, account: string): void {
  items.splice(items.indexOf(findOwned(items, id, account)), 1)
}

export function makeSkill(account: string): Skill {
  return { id: fakeId('skill_'), account }
}

export function skillJson({ id }: Skill) {
  const at = '2026-01-01T00:00:00Z'
  const source = { source: 'custom', latest_version: '1759178010641129' }
  return { id, type: 'skill', display_title: 'A skill', ...source, created_at: at, updated_at: at }
}
