// Small shapes that several contracts share: ids, times, paging, text limits.
import { z } from 'zod'

export const idSchema = z.uuid()

/** ISO 8601 with an offset, e.g. `2026-11-22T12:00:00.000Z`. */
export const timeSchema = z.iso.datetime({ offset: true })

const FIRST_MS = Date.UTC(1970, 0)
const END_MS = Date.UTC(10_000, 0)

/** A time that comes from outside: of the years 1970 to 9999 in UTC, which every database and clock can hold. */
export const inputTimeSchema = timeSchema.refine((text) => {
  const ms = Date.parse(text)
  return ms >= FIRST_MS && ms < END_MS
}, 'is not a time of the years 1970 to 9999')

/** Whether UTF-8 and PostgreSQL can hold a text: no U+0000, no half of a surrogate pair. */
export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0')
}
export const NOT_STORABLE = 'holds a character that no text can hold'

/** Free text that comes from outside. */
export const textSchema = z.string().refine(isStorable, NOT_STORABLE)

/** Characters that cannot be seen, or that turn the direction of what follows. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u115f\u1160\u2800\u3164\uffa0]/u

export const nameSchema = textSchema
  .trim()
  .min(1)
  .max(255)
  .refine((name) => !INVISIBLE.test(name), 'holds a character that cannot be seen')

/** URL- and header-safe identifier chosen by an operator. */
export const slugSchema = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,126}$/,
    'must start with a letter or digit and hold only letters, digits, ".", "_" and "-" (127 at most)',
  )

export const byIdSchema = z.strictObject({ id: idSchema })

export const pageInputSchema = z.strictObject({
  /** `nextCursor` of the page before. */
  cursor: textSchema
    .max(255)
    .regex(/^\P{Cc}*$/u, 'is not one of a page')
    .optional(),
  limit: z.int().min(1).max(200).default(50),
})

export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() })
}

export const removedSchema = z.object({ id: idSchema, removed: z.literal(true) })
