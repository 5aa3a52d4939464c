// From a contract and a form's values to words beside the fields.
import type { z } from 'zod'
import { sentence, type FieldIssue } from './error-facts.ts'

export type FieldErrors = Readonly<Record<string, string>>

export type Checked<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly errors: FieldErrors }

/** Checks values as the server will, so that most mistakes are told without asking it. */
export function checkForm<T>(schema: z.ZodType<T>, values: unknown): Checked<T> {
  const parsed = schema.safeParse(values, { error: wordsFor })
  if (parsed.success) return { ok: true, value: parsed.data }
  const issues = parsed.error.issues.map(({ path, message }) => ({
    path: path.join('.'),
    message: valueAt(values, path) === '' ? NEEDED : message,
  }))
  return { ok: false, errors: fieldErrors(issues) }
}

/** The first issue of each field, as a sentence. */
export function fieldErrors(issues: readonly FieldIssue[]): FieldErrors {
  const errors: Record<string, string> = {}
  for (const { path, message } of issues) errors[path] ??= sentence(message)
  return errors
}

const NEEDED = 'This is needed.'

function valueAt(values: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    values,
  )
}

function wordsFor(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === 'invalid_type') return NEEDED
  if (issue.code === 'too_small' && issue.origin === 'string') {
    return `Use at least ${issue.minimum} characters.`
  }
  if (issue.code === 'too_big' && issue.origin === 'string') return `Use at most ${issue.maximum} characters.`
  if (issue.code === 'invalid_format' && issue.format === 'email') return 'Enter an email address.'
  return undefined
}
