// The changes to one body, gathered by position before any is made: rules look at the body as it came, and may agree.
import { cutListed, type JsonEdit } from '../../../../core/wire/json-edit.ts'
import {
  decodeString,
  elementsOf,
  kindOf,
  membersOf,
  type JsonTape,
} from '../../../../core/wire/json-tape.ts'

/** A member of an object, named by its key, or an element of an array, named by itself. */
export interface JsonChild {
  readonly id: number
  readonly value: number
}

export interface EditPlan {
  readonly tape: JsonTape
  /** Children that go, by container. */
  readonly cuts: Map<number, Set<number>>
  readonly edits: JsonEdit[]
}

export function planEdits(tape: JsonTape): EditPlan {
  return { tape, cuts: new Map(), edits: [] }
}

export function childrenOf(tape: JsonTape, container: number): JsonChild[] {
  if (kindOf(tape, container) === 'array')
    return [...elementsOf(tape, container)].map((element) => ({ id: element, value: element }))
  return [...membersOf(tape, container)].map(({ key, value }) => ({ id: key, value }))
}

export function cutChild(plan: EditPlan, container: number, child: number): void {
  const cut = plan.cuts.get(container)
  if (cut) cut.add(child)
  else plan.cuts.set(container, new Set([child]))
}

/** Cuts the chosen members, and those that a later member of the same name overrides: "last wins" is made explicit. */
export function cutWhere(
  plan: EditPlan,
  object: number,
  isCut: (name: string, value: number) => boolean,
): void {
  const last = new Map<string, number>()
  for (const { key, value } of membersOf(plan.tape, object)) {
    const name = decodeString(plan.tape, key)
    const earlier = last.get(name)
    if (earlier !== undefined) cutChild(plan, object, earlier)
    last.set(name, key)
    if (isCut(name, value)) cutChild(plan, object, key)
  }
}

/** Something is cut from it, and nothing stays. */
export function isEmptied(plan: EditPlan, container: number): boolean {
  const cut = plan.cuts.get(container)
  return cut !== undefined && childrenOf(plan.tape, container).every(({ id }) => cut.has(id))
}

export function replaceValue(plan: EditPlan, node: number, text: string): void {
  plan.edits.push({ from: plan.tape.start[node]!, to: plan.tape.end[node]!, text })
}

/** Edits that do not overlap: what lies inside something that goes is forgotten. */
export function editsOf(plan: EditPlan): JsonEdit[] {
  const all = [...plan.edits, ...[...plan.cuts].flatMap(([container, cut]) => cutEdits(plan, container, cut))]
  // At one place an insertion comes first, then the longer edit.
  all.sort((a, b) => a.from - b.from || Number(b.from === b.to) - Number(a.from === a.to) || b.to - a.to)
  let done = 0
  return all.filter(({ from, to }) => {
    if (from < done && to <= done) return false
    done = Math.max(done, to)
    return true
  })
}

function cutEdits({ tape }: EditPlan, container: number, cut: ReadonlySet<number>): JsonEdit[] {
  const children = childrenOf(tape, container)
  return cutListed(
    children.map(({ id, value }) => ({ from: tape.start[id]!, to: tape.end[value]! })),
    children.map(({ id }) => cut.has(id)),
    tape.start[container]! + 1,
  )
}
