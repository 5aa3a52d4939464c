// Hidden input: shows a short row of dots and the number of characters, because a secret may be a thousand long.
import { styleText } from 'node:util'
import { PasswordPrompt } from '@clack/core'
import { S_BAR, S_BAR_END, S_PASSWORD_MASK, symbol } from '@clack/prompts'
import type { Terminal } from '../cli.ts'

export interface SecretQuestion extends Terminal {
  readonly message: string
  readonly validate: (answer: string | undefined) => string | undefined
}

const MAX_DOTS = 24

export function askSecret({ message, ...rest }: SecretQuestion): Promise<string | symbol | undefined> {
  return new PasswordPrompt({
    ...rest,
    render() {
      const head = `${styleText('gray', S_BAR)}\n${symbol(this.state)}  ${message}\n`
      const dots = dotsFor(this.userInput)
      switch (this.state) {
        case 'submit':
        case 'cancel':
          return `${head}${styleText('gray', S_BAR)}  ${styleText('dim', dots)}`
        case 'error':
          return `${head}${styleText('yellow', S_BAR)}  ${dots}\n${styleText('yellow', `${S_BAR_END}  ${this.error}`)}\n`
        case 'initial':
        case 'active':
        case 'validating':
          return `${head}${styleText('cyan', S_BAR)}  ${dots}\n${styleText('cyan', S_BAR_END)}\n`
      }
    },
  }).prompt()
}

function dotsFor(secret: string): string {
  const { length } = secret
  if (length === 0) return ''
  const dots = S_PASSWORD_MASK.repeat(Math.min(length, MAX_DOTS))
  return length <= MAX_DOTS ? dots : `${dots} ${length} characters`
}
