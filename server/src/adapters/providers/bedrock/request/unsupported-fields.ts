// Leaves out what was rejected before: betas by name, fields by a path with `*` for list positions.
import type { RequestParameter } from '../../../../core/models/compatibility-cache.ts'
import { decodeString, kindOf, type JsonTape } from '../../../../core/wire/json-tape.ts'
import { noteLeftOut, WHY, type ChangeNotes } from './change-notes.ts'
import { childrenOf, cutChild, type EditPlan, type JsonChild } from './edit-plan.ts'

/** Not a field but one value of one: messages of this role are moved into `system`. */
export const SYSTEM_ROLE = 'messages.*.role.system'

export interface Unsupported {
  readonly betas: ReadonlySet<string>
  readonly fields: ReadonlySet<string>
}

export function unsupportedOf(unsupported: readonly RequestParameter[]): Unsupported {
  const names = (kind: RequestParameter['kind']) =>
    new Set(unsupported.filter((entry) => entry.kind === kind).map(({ name }) => name))
  return { betas: names('beta'), fields: names('field') }
}

/** Containers that a path leads through, the body itself included. */
export function deepestPath({ fields }: Unsupported): number {
  return Math.max(0, ...[...fields].map((path) => path.split('.').length))
}

export function cutUnsupported(plan: EditPlan, { fields }: Unsupported, notes: ChangeNotes): void {
  for (const path of fields) {
    const found = findPath(plan.tape, path)
    for (const { container, child } of found) cutChild(plan, container, child.id)
    if (found.length > 0) noteLeftOut(notes, path, WHY.unsupported)
  }
}

export function holdsPath(tape: JsonTape, path: string): boolean {
  return findPath(tape, path).length > 0
}

function findPath(tape: JsonTape, path: string): { container: number; child: JsonChild }[] {
  const steps = path.split('.')
  const last = steps.pop()!
  let containers = [0]
  for (const step of steps) {
    containers = containers.flatMap((container) =>
      childrenAt(tape, container, step).map(({ value }) => value),
    )
  }
  return containers.flatMap((container) =>
    childrenAt(tape, container, last).map((child) => ({ container, child })),
  )
}

function childrenAt(tape: JsonTape, container: number, step: string): JsonChild[] {
  const children = childrenOf(tape, container)
  if (kindOf(tape, container) === 'array')
    return step === '*' ? children : children.filter((_, i) => String(i) === step)
  return children.filter(({ id }) => decodeString(tape, id) === step)
}
