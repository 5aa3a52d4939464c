// Small shapes that several contracts share: ids, times, paging, text limits.
import { z } from 'zod'

export const idSchema = z.uuid()

/** ISO 8601 with an offset, e.g. `2026-11-22T12:00:00.000Z`. */
export const timeSchema = z.iso.datetime({ offset: true })

export const nameSchema = z.string().trim().min(1).max(255)

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
  cursor: z
    .string()
    .max(255)
    .regex(/^\P{Cc}*$/u, 'is not one of a page')
    .optional(),
  limit: z.int().min(1).max(200).default(50),
})

export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() })
}

export const removedSchema = z.object({ id: idSchema, removed: z.literal(true) })
