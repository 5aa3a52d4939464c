// Questions to the person at the terminal. They and all around them go to stderr, so that stdout holds results alone.
import * as clack from '@clack/prompts'
import { askSecret } from './ask-secret.ts'
import type { Cli } from './cli.ts'
import { printable } from './screen.ts'
import { Stopped } from './stopped.ts'
import { wrapWords } from './wrap-words.ts'

export interface Choice<T extends string> {
  readonly value: T
  readonly label: string
  readonly hint?: string
}

/** What is wrong with an answer; undefined when nothing is. */
export type Check = (answer: string) => string | undefined

export interface TextQuestion {
  readonly message: string
  /** Taken when nothing is typed. */
  readonly suggestion?: string
  readonly check?: Check
}

/** Each question throws `Stopped` on Ctrl-C and Escape. */
export interface Ask {
  begin(title: string): void
  say(tone: 'info' | 'good' | 'warn' | 'bad', words: string): void
  text(question: TextQuestion): Promise<string>
  secret(question: { readonly message: string; readonly optional?: boolean }): Promise<string>
  choose<T extends string>(message: string, choices: readonly Choice<T>[], first?: T): Promise<T>
  /** A list that typing narrows. */
  find<T extends string>(message: string, choices: readonly Choice<T>[], options: FindOptions): Promise<T>
  confirm(message: string, suggestion: boolean): Promise<boolean>
  end(words: string): void
}

export interface FindOptions {
  readonly first?: string | undefined
  readonly placeholder: string
  /** Stays in the list whatever is typed. */
  readonly always: string
}

const SYMBOL = { info: 'info', good: 'success', warn: 'warn', bad: 'error' } as const
const LONGEST_LIST = 10
const USUAL_COLUMNS = 80
/** What stands in front of each line. */
const BAR_COLUMNS = 3

/** @returns null where nobody can be asked. */
export function openAsk({ terminal, hidden }: Pick<Cli, 'terminal' | 'hidden'>): Ask | null {
  if (terminal === null) return null
  const where = { input: terminal.input, output: terminal.output }
  const shown = (words: string) =>
    wrapWords(hidden.without(words), (terminal.output.columns || USUAL_COLUMNS) - BAR_COLUMNS)
      .map((line) => printable(line))
      .join('\n')
  return {
    begin: (title) => clack.intro(title, where),
    say: (tone, words) => clack.log[SYMBOL[tone]](shown(words), where),
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
    end: (words) => clack.outro(shown(words), where),
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
    maxItems: LONGEST_LIST,
    options: choices.map((choice) => ({ ...choice, value: choice.value as string })),
    ...(first !== undefined && { initialValue: first }),
    filter: (typed: string, { value, label }: { value: string; label?: string }) =>
      value === always || `${value} ${label ?? ''}`.toLowerCase().includes(typed.trim().toLowerCase()),
  }
}

function secretProblem(answer: string, optional: boolean): string | undefined {
  if (answer === '') return optional ? undefined : 'Type or paste it; nothing is shown.'
  return /^[\x21-\x7e]+$/.test(answer) ? undefined : 'It holds a blank or a character that no secret has.'
}

async function orStopped<T>(asked: Promise<T>): Promise<Exclude<T, symbol | undefined>> {
  const answer = await asked
  if (typeof answer === 'symbol') throw new Stopped()
  // Nothing typed, nothing suggested.
  return (answer ?? '') as Exclude<T, symbol | undefined>
}
