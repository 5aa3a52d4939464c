import { z } from 'zod'

/** What is set as a list, comma separated. Unset, it is empty. */
export const listOf = (entry: z.ZodString) =>
  z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    )
    .pipe(z.array(entry))
