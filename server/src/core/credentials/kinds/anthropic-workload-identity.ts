// The identity token of this machine, which Anthropic exchanges for access tokens.
import type { Federation } from '../credential.ts'
import { accessTokenExpiry, renewalView } from './access-token.ts'
import type { CredentialKindModule, SecretOf } from './credential-kind.ts'
import { denyExpiry, denyPlace } from './other-kinds-changes.ts'

const UNEXCHANGED: SecretOf<'anthropic/workload_identity'> = {
  method: 'workload_identity',
  accessToken: null,
}
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i

export const anthropicWorkloadIdentity: CredentialKindModule<'anthropic/workload_identity'> = {
  create: (base, input) => ({
    credential: { ...base, provider: 'anthropic', method: 'workload_identity', ...unexchanged(input) },
    secret: UNEXCHANGED,
  }),
  rotate: (stored, input, now) => ({
    credential: { ...stored, ...unexchanged(input), updatedAt: now },
    secret: UNEXCHANGED,
  }),
  change(_stored, next, changes) {
    denyPlace(changes)
    denyExpiry(changes)
    return next
  },
  view: (credential, common, refreshProblem) => ({
    provider: 'anthropic',
    method: 'workload_identity',
    ...common,
    ...idsOf(credential),
    expiresAt: credential.expiresAt?.toISOString() ?? null,
    ...renewalView(credential, refreshProblem),
  }),
  warnings: ({ federationRuleId, organizationId, serviceAccountId, workspaceId }) => [
    ...(federationRuleId.startsWith('fdrl_')
      ? []
      : ['This does not look like the id of a federation rule, which starts with fdrl_.']),
    ...(UUID.test(organizationId)
      ? []
      : ['This does not look like the id of an organization, which is a UUID.']),
    ...(serviceAccountId.startsWith('svac_')
      ? []
      : ['This does not look like the id of a service account, which starts with svac_.']),
    ...(workspaceId === 'default' || workspaceId.startsWith('wrkspc_')
      ? []
      : ['This does not look like a workspace, which is `default` or starts with wrkspc_.']),
  ],
  expiry: accessTokenExpiry,
}

/** An access token of another federation is of no use, so none is kept. */
function unexchanged(federation: Federation) {
  return { ...idsOf(federation), expiresAt: null, scopes: [], lastRefreshAt: null }
}

function idsOf({ federationRuleId, organizationId, serviceAccountId, workspaceId }: Federation): Federation {
  return { federationRuleId, organizationId, serviceAccountId, workspaceId }
}
