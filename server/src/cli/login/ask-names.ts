// Asks for the name and the ID of a new credential.
import { nameSchema, slugSchema } from '@headgate/shared/primitives'
import { suggestAccountId } from '@headgate/shared/suggest-account-id'
import { problemOf } from '../connect/plain-issue.ts'
import { CliError } from '../output/errors.ts'
import type { Ask } from '../prompts/ask.ts'

export interface Names {
  readonly accountId: string
  readonly name: string
}

export interface NameQuestion {
  readonly given: Partial<Names>
  readonly suggestion: string
  /** The start of the suggested ID. */
  readonly prefix: string
  readonly taken: ReadonlySet<string>
}

export async function askNames(ask: Ask, { given, suggestion, prefix, taken }: NameQuestion): Promise<Names> {
  const name =
    given.name ??
    given.accountId ??
    (await ask.text({ message: 'Name', suggestion, check: problemOf(nameSchema) }))
  const accountId =
    given.accountId ??
    (await ask.text({
      message: "Credential ID. Clients and logs use it; you can't change it later.",
      suggestion: freeId(suggestedId(prefix, name), taken),
      check: (answer) =>
        taken.has(answer) ? 'This ID is taken. Choose another one.' : problemOf(slugSchema)(answer),
    }))
  return { accountId, name }
}

/** @throws CliError that shows how to replace the secret of the existing credential */
export function requireFreeAccountId(accountId: string, taken: ReadonlySet<string>): void {
  if (taken.has(accountId))
    throw new CliError(
      `The credential '${accountId}' already exists. To replace its secret, run: headgate credential rotate ${accountId}`,
    )
}

/** Does not repeat a word: `acc_bedrock` and "Bedrock us-east-1" give `acc_bedrock_us_east_1`. */
export function suggestedId(prefix: string, name: string): string {
  const last = prefix.split('_').at(-1)!
  const rest = name.toLowerCase().startsWith(`${last} `) ? name.slice(last.length + 1) : name
  return suggestAccountId(prefix, rest) || prefix
}

export function freeId(id: string, taken: ReadonlySet<string>): string {
  let number = 2
  let free = id
  while (taken.has(free)) free = `${id}_${number++}`
  return free
}
