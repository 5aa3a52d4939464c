// What an event has changed, field by field.

type Audited = Readonly<Record<string, unknown>> | null

export interface FieldChange {
  /** With the names it lies in: `pool.0.weight`. */
  readonly field: string
  readonly kind: 'added' | 'removed' | 'changed' | 'same'
  /** Null where the field is not there. */
  readonly before: string | null
  readonly after: string | null
}

export function fieldChanges(before: Audited, after: Audited): FieldChange[] {
  const [old, young] = [flatten(before), flatten(after)]
  return [...new Set([...old.keys(), ...young.keys()])].map((field) => {
    const [was, is] = [old.get(field) ?? null, young.get(field) ?? null]
    return { field, kind: changeOf(was, is), before: was, after: is }
  })
}

function changeOf(before: string | null, after: string | null): FieldChange['kind'] {
  if (before === null) return 'added'
  if (after === null) return 'removed'
  return before === after ? 'same' : 'changed'
}

function flatten(value: Audited): Map<string, string> {
  const fields = new Map<string, string>()
  const visit = (at: unknown, path: string) => {
    const isInner = typeof at === 'object' && at !== null && Object.keys(at).length > 0
    if (!isInner) return void fields.set(path, typeof at === 'string' ? at : JSON.stringify(at ?? null))
    for (const [name, inner] of Object.entries(at)) visit(inner, path === '' ? name : `${path}.${name}`)
  }
  if (value !== null) for (const [name, inner] of Object.entries(value)) visit(inner, name)
  return fields
}
