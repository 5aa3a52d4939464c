// `headgate login`: adds a credential, with questions in a terminal or options in a script.
import type { Command } from 'commander'
import type { Cli } from '../../cli.ts'
import { addLoginAnthropic } from './login-anthropic.ts'
import { addLoginBedrock } from './login-bedrock.ts'

export function addLogin(program: Command, cli: Cli): void {
  const login = program.command('login').description('Add a credential, step by step or with options.')
  addLoginBedrock(login, cli)
  addLoginAnthropic(login, cli)
}
