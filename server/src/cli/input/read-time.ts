// Reads a time as people write it: ISO 8601, a date, or a span from now such as 90d.
import { inputTimeSchema } from '@headgate/shared/primitives'
import { CliError } from '../output/errors.ts'

const UNIT_MS: Readonly<Record<string, number>> = { h: 3_600_000, d: 86_400_000 }

/** @returns ISO 8601. @throws CliError */
export function readTime(option: string, text: string, now: Date): string {
  const span = /^(\d{1,5})([hd])$/.exec(text)
  if (span) return new Date(now.getTime() + Number(span[1]) * UNIT_MS[span[2]!]!).toISOString()
  const full = /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text
  if (inputTimeSchema.safeParse(full).success) return full
  throw new CliError(
    `${option} must look like 2026-12-31, 2026-12-31T18:00:00Z, or 90d for 90 days from now.`,
  )
}
