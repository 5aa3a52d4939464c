// What is wrong with a value, in words for a person. Contracts word their own rules; zod's standard messages are reworded.

const REWORDED: readonly (readonly [RegExp, string])[] = [
  [/^Invalid input: expected \w+, received undefined$/, 'is required'],
  [/^Invalid input: expected (?:int|number), .*$/, 'must be a number'],
  [/^Invalid input: expected string, .*$/, 'must be text'],
  [/^Invalid input: expected boolean, .*$/, 'must be true or false'],
  [/^Invalid input: expected (?:object|record), .*$/, 'must be a JSON object'],
  [/^Invalid input: expected array, .*$/, 'must be a list'],
  [/^Invalid input: expected ("[^"]*")$/, 'must be $1'],
  [/^Invalid input.*$/, 'does not have an accepted form'],
  [/^Invalid option: expected one of (.*)$/, 'must be one of $1'],
  [/^Invalid UUID$/, 'must be an ID (a UUID)'],
  [/^Invalid ISO datetime$/, 'must be a time such as 2026-12-31T18:00:00Z'],
  [/^Invalid email address$/, 'must be an email address'],
  [/^Invalid URL$/, 'must be a URL'],
  [/^Too small: expected string to have >=1 characters$/, 'is required'],
  [/^Too small: expected string to have >=(\d+) characters$/, 'must have at least $1 characters'],
  [/^Too big: expected string to have <=(\d+) characters$/, 'must have at most $1 characters'],
  [/^Too small: expected array to have >=(\d+) items$/, 'must have at least $1 items'],
  [/^Too big: expected array to have <=(\d+) items$/, 'must have at most $1 items'],
  [/^Too small: expected (?:number|int) to be >=(-?[\d.]+)$/, 'must be at least $1'],
  [/^Too big: expected (?:number|int) to be <=(-?[\d.]+)$/, 'must be at most $1'],
  [/^Unrecognized keys?: (.*)$/, 'has unknown fields: $1'],
]

/** @returns a predicate such as "must be a URL"; other messages stay as they are */
export function plainIssue(message: string): string {
  const known = REWORDED.find(([pattern]) => pattern.test(message))
  return known === undefined ? message : message.replace(known[0], known[1]).replaceAll('"|"', '", "')
}

interface Schema {
  safeParse(value: unknown): {
    readonly success: boolean
    readonly error?: { readonly issues: readonly { readonly message: string }[] }
  }
}

/** Checks an answer against a contract. @returns a sentence to show when it does not fit */
export function problemOf(schema: Schema): (answer: string) => string | undefined {
  return (answer) => {
    const message = schema.safeParse(answer).error?.issues[0]?.message
    if (message === undefined) return undefined
    const plain = plainIssue(message)
    return plain === 'is required' ? 'Required.' : `This ${plain}.`
  }
}
