// Every kind of credential there is. A kind that is missing here does not compile.
import type { CredentialKind, KindParts } from '@headgate/shared/providers'
import { anthropicApiKey } from './anthropic-api-key.ts'
import { anthropicOAuth } from './anthropic-oauth.ts'
import { anthropicWorkloadIdentity } from './anthropic-workload-identity.ts'
import { bedrockApiKey } from './bedrock-api-key.ts'
import { bedrockIam } from './bedrock-iam.ts'
import type { CredentialKindModule } from './credential-kind.ts'

const KIND_MODULES = {
  'anthropic/api_key': anthropicApiKey,
  'anthropic/oauth': anthropicOAuth,
  'anthropic/workload_identity': anthropicWorkloadIdentity,
  'bedrock/api_key': bedrockApiKey,
  'bedrock/iam': bedrockIam,
} satisfies { [K in CredentialKind]: CredentialKindModule<K> }

type Parts = KindParts<CredentialKind>

/** A module takes credentials of its own kind: the cast says that this one fits these parts. */
export function kindModuleOf(parts: Parts): CredentialKindModule {
  return KIND_MODULES[kindOf(parts)] as CredentialKindModule
}

/** The type of a template literal pairs every provider with every method, hence the cast. */
export function kindOf({ provider, method }: Parts): CredentialKind {
  return `${provider}/${method}` as CredentialKind
}
