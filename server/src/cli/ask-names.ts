// Name and account id of a new credential.
import { nameSchema, slugSchema } from '@headgate/shared/primitives'
import { suggestAccountId } from '@headgate/shared/suggest-account-id'
import type { Ask } from './ask.ts'
import { CliError } from './cli-error.ts'

export interface Names {
  readonly accountId: string
  readonly name: string
}

export interface NameQuestion {
  readonly given: Partial<Names>
  readonly suggestion: string
  /** How account ids of this provider begin. */
  readonly prefix: string
  readonly taken: ReadonlySet<string>
}

export async function askNames(ask: Ask, { given, suggestion, prefix, taken }: NameQuestion): Promise<Names> {
  const name =
    given.name ??
    given.accountId ??
    (await ask.text({ message: 'Name, for people', suggestion, check: problemOf(nameSchema) }))
  const accountId =
    given.accountId ??
    (await ask.text({
      message: 'Account id, for clients and logs; it cannot be changed later',
      suggestion: freeId(accountIdFor(prefix, name), taken),
      check: (answer) =>
        taken.has(answer) ? 'There is a credential with this account id.' : problemOf(slugSchema)(answer),
    }))
  return { accountId, name }
}

/** @throws CliError: most likely the wish is another secret for the one that is there. */
export function requireFreeAccountId(accountId: string, taken: ReadonlySet<string>): void {
  if (taken.has(accountId))
    throw new CliError(
      `There is a credential '${accountId}' already. Give it a new secret with: headgate credential rotate ${accountId}`,
    )
}

/** `acc_bedrock` and `Bedrock us-east-1` do not say it twice. */
export function accountIdFor(prefix: string, name: string): string {
  const said = prefix.split('_').at(-1)!
  const rest = name.toLowerCase().startsWith(`${said} `) ? name.slice(said.length + 1) : name
  return suggestAccountId(prefix, rest) || prefix
}

export function freeId(id: string, taken: ReadonlySet<string>): string {
  let number = 2
  let free = id
  while (taken.has(free)) free = `${id}_${number++}`
  return free
}

interface Schema {
  safeParse(value: unknown): {
    readonly success: boolean
    readonly error?: { readonly issues: readonly { readonly message: string }[] }
  }
}

/** What a contract says of an answer. */
export function problemOf(schema: Schema): (answer: string) => string | undefined {
  return (answer) => {
    const message = schema.safeParse(answer).error?.issues[0]?.message
    return message === undefined ? undefined : `${message[0]!.toUpperCase()}${message.slice(1)}.`
  }
}
