// Whether a call is to be made with the caller's own credential instead of one from the vault.
import { Secret } from '../vault/secret.ts'
import { enabledByPriority } from '../routing/enabled-by-priority.ts'
import { ownCredentialHeaders, ownSecrets } from '../upstream/callers-credential.ts'
import type { Candidate } from '../upstream/provider.ts'
import { headerValue, type RawHeaders } from '../upstream/raw-headers.ts'
import type { Caller } from './authenticate.ts'
import { isAnthropic } from '../upstream/of-provider.ts'

/** Null for the vault's: when the project does not allow it, nothing was brought, or a credential is named. */
export function callersCredential(
  { project }: Pick<Caller, 'project'>,
  headers: RawHeaders,
): Candidate | null {
  if (!project.passThrough || headerValue(headers, 'x-headgate-key') === undefined) return null
  if (headerValue(headers, 'x-headgate-credential') !== undefined) return null
  const own = ownCredentialHeaders(headers)
  if (own.length === 0) return null
  const endpointUrl =
    enabledByPriority(project.pool).find(({ credential }) => isAnthropic(credential))?.credential
      .endpointUrl ?? null
  return {
    credential: {
      provider: 'anthropic',
      method: 'callers_credential',
      id: null,
      accountId: null,
      endpointUrl,
    },
    secret: { method: 'callers_credential', secrets: ownSecrets(own).map((secret) => new Secret(secret)) },
  }
}
