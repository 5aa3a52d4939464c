// The options of `login anthropic`, and the method they name.
import type { Command } from 'commander'
import { CliError } from '../output/errors.ts'
import { addFieldOptions, methodFrom, methodsOf, type FieldOptions, type MethodName } from './kind-options.ts'
import { addSaveOptions, addNameOptions, type LoginOptions } from './save-options.ts'
import { addNoticeOption, type NoticeOptions } from './subscription-notice.ts'

export interface SignInOptions {
  readonly paste?: true
  readonly timeout?: string
  /** False after `--no-browser`. */
  readonly browser: boolean
}

export interface AnthropicOptions extends LoginOptions, SignInOptions, NoticeOptions, FieldOptions {
  readonly id?: string
}

export function addAnthropicOptions(command: Command): Command {
  command.option(
    '--method <method>',
    `How to authenticate: ${methodsOf('anthropic').join(', ')} (default: api-key).`,
  )
  addNameOptions(command, 'acc_research')
  command.option('--id <credential>', 'OAuth credential to sign in again for.')
  addFieldOptions(command, 'anthropic')
  return addNoticeOption(addSaveOptions(addSignInOptions(command)))
}

export function addSignInOptions(command: Command): Command {
  return command
    .option('--paste', 'Sign in by pasting a code, or by piping it in as one line.')
    .option('--timeout <seconds>', 'How long to wait for the browser (default: 600).')
    .option('--no-browser', 'Do not offer to open a browser.')
}

export type AnthropicMethod = MethodName<'anthropic'>

/** @returns null when the options leave it open @throws CliError when they contradict each other */
export function anthropicMethodFrom(options: AnthropicOptions): AnthropicMethod | null {
  const method = methodFrom('anthropic', options)
  if (options.id === undefined && options.paste !== true) return method
  if (method !== null && method !== 'oauth') throw new CliError('--id and --paste belong to --method oauth.')
  return 'oauth'
}

const MAX_SECONDS = 600

export function timeoutMsOf({ timeout }: SignInOptions): number {
  if (timeout === undefined) return MAX_SECONDS * 1000
  const seconds = Number(timeout)
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > MAX_SECONDS)
    throw new CliError(`--timeout is a number of seconds from 1 to ${MAX_SECONDS}.`)
  return seconds * 1000
}
