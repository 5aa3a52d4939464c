// The kinds of credential one can add, and when each is the right one.
import type { Provider } from '@headgate/shared/providers'
import { z } from 'zod'

/** As it stands in the address of the form. */
export const credentialKindSchema = z.enum([
  'anthropic-api-key',
  'anthropic-oauth',
  'anthropic-workload-identity',
  'bedrock-api-key',
  'bedrock-iam',
])
export type CredentialKind = z.infer<typeof credentialKindSchema>

export interface KindFacts {
  readonly kind: CredentialKind
  readonly provider: Provider
  readonly title: string
  readonly when: string
  /** The start of a suggested account id. */
  readonly idPrefix: string
  /** Whether the machine that the gateway runs on must have one. */
  readonly needsIdentityToken?: true
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
    title: 'Anthropic OAuth',
    when: 'When your organization signs in to the Claude Console instead of issuing keys. You sign in once; access renews itself.',
    idPrefix: 'acc',
  },
  {
    kind: 'anthropic-workload-identity',
    provider: 'anthropic',
    title: 'Anthropic workload identity',
    when: 'When your platform gives this machine an identity token, as Kubernetes and the clouds do: it is exchanged for access tokens, and no secret is stored.',
    idPrefix: 'acc',
    needsIdentityToken: true,
  },
  {
    kind: 'bedrock-api-key',
    provider: 'bedrock',
    title: 'AWS Bedrock, API key',
    when: 'The short way to Claude on AWS: one key for one region, billed to your AWS account.',
    idPrefix: 'acc_bedrock',
  },
  {
    kind: 'bedrock-iam',
    provider: 'bedrock',
    title: 'AWS Bedrock, IAM',
    when: 'When access is granted by AWS policies: access keys or the identity of this machine, with or without a role. Each request is signed.',
    idPrefix: 'acc_bedrock',
  },
]
