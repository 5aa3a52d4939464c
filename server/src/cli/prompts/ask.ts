// Questions to the person at the terminal. They go to stderr, so that stdout has only results.
import * as clack from '@clack/prompts'
import { askSecret } from './ask-secret.ts'
import type { Cli } from '../cli.ts'
import { USUAL_COLUMNS, wrapMessage } from '../output/screen.ts'
import { Stopped } from '../output/errors.ts'

export interface Choice<T extends string> {
  readonly value: T
  readonly label: string
  readonly hint?: string
}

/** @returns a sentence when the answer is not acceptable */
export type Check = (answer: string) => string | undefined

export interface TextQuestion {
  readonly message: string
  /** Used when nothing is typed. */
  readonly suggestion?: string
  readonly check?: Check
}

/** Each question throws `Stopped` on Ctrl-C and Escape. */
export interface Ask {
  begin(title: string): void
  say(tone: 'info' | 'good' | 'warn' | 'bad', message: string): void
  text(question: TextQuestion): Promise<string>
  secret(question: { readonly message: string; readonly optional?: boolean }): Promise<string>
  choose<T extends string>(message: string, choices: readonly Choice<T>[], first?: T): Promise<T>
  /** Shows a list that typing narrows. */
  find<T extends string>(message: string, choices: readonly Choice<T>[], options: FindOptions): Promise<T>
  confirm(message: string, suggestion: boolean): Promise<boolean>
  end(message: string): void
}

export interface FindOptions {
  readonly first?: string | undefined
  readonly placeholder: string
  /** Value that stays in the list whatever is typed. */
  readonly always: string
}

const SYMBOL = { info: 'info', good: 'success', warn: 'warn', bad: 'error' } as const
const MAX_ITEMS = 10
/** Width of the bar in front of each line. */
const BAR_COLUMNS = 3

/** @returns null without a terminal */
export function openAsk({ terminal, hidden }: Pick<Cli, 'terminal' | 'hidden'>): Ask | null {
  if (terminal === null) return null
  const where = { input: terminal.input, output: terminal.output }
  const shown = (text: string) =>
    wrapMessage(hidden.without(text), (terminal.output.columns || USUAL_COLUMNS) - BAR_COLUMNS)
  return {
    begin: (title) => clack.intro(title, where),
    say: (tone, message) => clack.log[SYMBOL[tone]](shown(message), where),
    async text({ message, suggestion, check }) {
      const validate = (answer = '') => check?.(answer.trim() || (suggestion ?? ''))
      const hint = suggestion && { placeholder: suggestion, defaultValue: suggestion }
      return (await orStopped(clack.text({ ...where, message, validate, ...hint }))).trim()
    },
    async secret({ message, optional = false }) {
      const validate = (answer = '') => secretProblem(answer.trim(), optional)
      return hidden.hide((await orStopped(askSecret({ ...where, message, validate }))).trim())
    },
    choose<T extends string>(message: string, choices: readonly Choice<T>[], first?: T) {
      const initial = first !== undefined && { initialValue: first as string }
      const options = choices.map((choice) => ({ ...choice, value: choice.value as string }))
      const asked = clack.select({ ...where, message, options, ...initial, showInstructions: false })
      return orStopped(asked) as Promise<T>
    },
    find<T extends string>(message: string, choices: readonly Choice<T>[], find: FindOptions) {
      return orStopped(clack.autocomplete(findOptions(where, message, choices, find))) as Promise<T>
    },
    confirm: (message, suggestion) =>
      orStopped(clack.confirm({ ...where, message, initialValue: suggestion })),
    end: (message) => clack.outro(shown(message), where),
  }
}

function findOptions<T extends string>(
  where: object,
  message: string,
  choices: readonly Choice<T>[],
  { first, placeholder, always }: FindOptions,
) {
  return {
    ...where,
    message,
    placeholder,
    maxItems: MAX_ITEMS,
    options: choices.map((choice) => ({ ...choice, value: choice.value as string })),
    ...(first !== undefined && { initialValue: first }),
    filter: (typed: string, { value, label }: { value: string; label?: string }) =>
      value === always || `${value} ${label ?? ''}`.toLowerCase().includes(typed.trim().toLowerCase()),
  }
}

function secretProblem(answer: string, optional: boolean): string | undefined {
  if (answer === '') return optional ? undefined : 'Type or paste the secret. It stays hidden.'
  return /^[\x21-\x7e]+$/.test(answer)
    ? undefined
    : 'This contains a space or a special character. Check that you copied it completely.'
}

async function orStopped<T>(asked: Promise<T>): Promise<Exclude<T, symbol | undefined>> {
  const answer = await asked
  if (typeof answer === 'symbol') throw new Stopped()
  // The person typed nothing and there was no suggestion.
  return (answer ?? '') as Exclude<T, symbol | undefined>
}
