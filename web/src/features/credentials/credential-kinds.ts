// The kinds of credential one can add, and when each is the right one.
import type { Provider } from '@headgate/shared/providers'

export type CredentialKind = 'anthropic-api-key' | 'anthropic-oauth' | 'bedrock-api-key'

export interface KindFacts {
  readonly kind: CredentialKind
  readonly provider: Provider
  readonly title: string
  readonly when: string
  /** The start of a suggested account id. */
  readonly idPrefix: string
}

export const CREDENTIAL_KINDS: readonly KindFacts[] = [
  {
    kind: 'anthropic-api-key',
    provider: 'anthropic',
    title: 'Anthropic API key',
    when: 'The usual choice: billed to your Claude Console organization, works until you revoke it.',
    idPrefix: 'acc',
  },
  {
    kind: 'anthropic-oauth',
    provider: 'anthropic',
    title: 'Anthropic OAuth tokens',
    when: 'When your organization signs in to the Claude Console instead of issuing keys. Tokens expire within hours, and you enter new ones before they do.',
    idPrefix: 'acc',
  },
  {
    kind: 'bedrock-api-key',
    provider: 'bedrock',
    title: 'Bedrock API key',
    when: 'When you use Claude through AWS: billed to your AWS account, served from regions you choose.',
    idPrefix: 'acc_bedrock',
  },
]
