// A new key, shown once, in a terminal together with the settings that use it.
import type { CreatedKey } from '@headgate/shared/keys'
import type { Screen } from './screen.ts'

/** @param url where clients reach the gateway */
export function newKeyLines({ paint }: Pick<Screen, 'paint'>, { key }: CreatedKey, url: string): string[] {
  return [
    paint('strong', "Copy the key now. You won't see it again."),
    '',
    `  ${key}`,
    '',
    'For Claude Code and the Anthropic SDKs:',
    '',
    `  export ANTHROPIC_BASE_URL=${url}`,
    `  export ANTHROPIC_AUTH_TOKEN=${key}`,
    '',
    'For clients configured for Bedrock:',
    '',
    `  export ANTHROPIC_BEDROCK_BASE_URL=${url}`,
    `  export AWS_BEARER_TOKEN_BEDROCK=${key}`,
    '',
  ]
}
