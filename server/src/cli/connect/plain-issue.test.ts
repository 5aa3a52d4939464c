import { expect, test } from 'vitest'
import { z } from 'zod'
import { nameSchema, slugSchema } from '@headgate/shared/primitives'
import { plainIssue, problemOf } from './plain-issue.ts'

const issueOf = (schema: z.ZodType, value: unknown) => schema.safeParse(value).error!.issues[0]!.message

test.each([
  [z.string(), undefined, 'is required'],
  [z.string(), 7, 'must be text'],
  [z.int(), 'x', 'must be a number'],
  [z.boolean(), 'x', 'must be true or false'],
  [z.object({}), [], 'must be a JSON object'],
  [z.array(z.string()), 'x', 'must be a list'],
  [z.literal('a'), 'b', 'must be "a"'],
  [z.enum(['a', 'b']), 'c', 'must be one of "a", "b"'],
  [z.uuid(), 'x', 'must be an ID (a UUID)'],
  [z.iso.datetime(), 'x', 'must be a time such as 2026-12-31T18:00:00Z'],
  [z.email(), 'x', 'must be an email address'],
  [z.url(), 'x', 'must be a URL'],
  [z.string().min(1), '', 'is required'],
  [z.string().min(12), 'x', 'must have at least 12 characters'],
  [z.string().max(1), 'xx', 'must have at most 1 characters'],
  [z.int().min(1), 0, 'must be at least 1'],
  [z.int().max(200), 201, 'must be at most 200'],
  [z.strictObject({}), { a: 1 }, 'has unknown fields: "a"'],
  [z.union([z.string(), z.int()]), null, 'does not have an accepted form'],
] as const)('the standard message of a schema is reworded (%#)', (schema, value, words) => {
  const message = issueOf(schema, value)
  expect(plainIssue(message)).toBe(words)
})

test('a message of a contract stays as it is', () => {
  expect(plainIssue('is not an AWS region')).toBe('is not an AWS region')
})

test('an answer that does not fit is explained in a sentence', () => {
  expect(problemOf(nameSchema)('')).toBe('Required.')
  expect(problemOf(nameSchema)('x'.repeat(256))).toBe('This must have at most 255 characters.')
  expect(problemOf(slugSchema)('a b')).toMatch(/^This must start with a letter or digit/)
  expect(problemOf(nameSchema)('fine')).toBeUndefined()
})
