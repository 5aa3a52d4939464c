// A new key: shown once, in a terminal with the settings that use it.
import type { CreatedKey } from '@headgate/shared/keys'
import type { Connection } from './connect.ts'
import type { Screen } from './screen.ts'

/** Where clients reach the gateway, which need not be where it was asked from here. */
export function publicUrlOf({ ask }: Pick<Connection, 'ask'>): Promise<string> {
  return ask(async (gateway) => (await gateway.system.status.query()).publicUrl)
}

export function keyLines({ paint }: Pick<Screen, 'paint'>, { key }: CreatedKey, url: string): string[] {
  return [
    paint('strong', 'The key, shown this once:'),
    '',
    `  ${key}`,
    '',
    'Claude Code and the Anthropic SDKs use it with:',
    '',
    `  export ANTHROPIC_BASE_URL=${url}`,
    `  export ANTHROPIC_AUTH_TOKEN=${key}`,
    '',
    'Clients that are set up for Bedrock:',
    '',
    `  export ANTHROPIC_BEDROCK_BASE_URL=${url}`,
    `  export AWS_BEARER_TOKEN_BEDROCK=${key}`,
    '',
  ]
}
