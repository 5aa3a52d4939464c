// Writes down what was denied, at a rate that nobody can flood the trail with.
import type { Transact } from '../admin/unit-of-work.ts'
import type { Logger } from '../log.ts'
import type { AuditActor, AuditEvent } from './audit-log.ts'

export type Denial = Pick<AuditEvent, 'actor' | 'target'> & {
  readonly action: Extract<AuditEvent['action'], `${string}denied` | `${string}rejected`>
  /** Whatever helps to understand it, without secrets. */
  readonly details: Readonly<Record<string, unknown>>
}

/** Resolves when it is written down, or cannot be. Never rejects: a rejection stays a rejection without the database. */
export type NoteDenial = (denial: Denial) => Promise<void>

export interface NoteDenialDeps {
  readonly transact: Transact
  readonly log: Logger
  readonly now: () => Date
}

interface Rate {
  readonly windowMs: number
  readonly perSource: number
  readonly ofStrangers: number
}

/** Enough to see what somebody tries; the rest of a window is counted. */
const RATE: Rate = { windowMs: 60_000, perSource: 10, ofStrangers: 100 }
/** Apart, and slower: a client that was forgotten somewhere presents its old key for weeks, and must hide nothing else. */
const RATE_OF_KEYS: Rate = { windowMs: 600_000, perSource: 10, ofStrangers: 100 }

export function makeNoteDenial({ transact, log, now }: NoteDenialDeps): NoteDenial {
  const admit = makeAdmission(RATE, now)
  const admitKey = makeAdmission(RATE_OF_KEYS, now)
  return async function noteDenial({ details, ...event }) {
    const admitted = event.action === 'key.denied' ? admitKey(event.actor) : admit(event.actor)
    if (!admitted) return
    const { leftOut } = admitted
    const after = { ...details, ...(leftOut > 0 && { leftOutBefore: leftOut }) }
    try {
      await transact(({ audit }) => audit.append({ ...event, before: null, after }))
    } catch (error) {
      const { action, target } = event
      log.warn({ action, target, address: event.actor.address, error }, 'a denial could not be audited')
    }
  }
}

function sourceOf({ kind, id, address }: AuditActor): string {
  return `${kind} ${id ?? address}`
}

/** Holds a window's sources only: people and tokens there are, and strangers that `ofStrangers` bounds. */
function makeAdmission(
  { windowMs, perSource, ofStrangers }: Rate,
  now: () => Date,
): (actor: AuditActor) => { leftOut: number } | null {
  let windowEnd = 0
  let strangers = 0
  let leftOut = 0
  const bySource = new Map<string, number>()
  return (actor) => {
    const source = sourceOf(actor)
    const isStranger = actor.kind === 'stranger'
    const at = now().getTime()
    if (at >= windowEnd) {
      windowEnd = at + windowMs
      strangers = 0
      bySource.clear()
    }
    const ofSource = bySource.get(source) ?? 0
    if ((isStranger && strangers >= ofStrangers) || ofSource >= perSource) {
      leftOut += 1
      return null
    }
    if (isStranger) strangers += 1
    bySource.set(source, ofSource + 1)
    const told = { leftOut }
    leftOut = 0
    return told
  }
}
