// Lists are typed into one field each: what is wrong with an item is said at that field, and names the item.
import type { Checked, FieldErrors } from '../../lib/form-issues.ts'

type Lists = Readonly<Record<string, unknown>>

export function withListErrors<T>(checked: Checked<T>, values: Lists): Checked<T> {
  if (checked.ok) return checked
  const errors: Record<string, string> = {}
  for (const [path, message] of Object.entries(checked.errors)) {
    const [field = path, index] = path.split('.')
    const list = values[field]
    const item: unknown = index !== undefined && Array.isArray(list) ? list[Number(index)] : undefined
    errors[field] ??= typeof item === 'string' ? message.replace(/^This\b/, `“${item}”`) : message
  }
  return { ok: false, errors: errors satisfies FieldErrors }
}
