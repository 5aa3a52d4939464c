// The verbs of the control plane: this map is also what the routers see of them.
import type { ListAudit } from '@headgate/shared/audit'
import type { ListRequests } from '@headgate/shared/requests'
import type { SystemStatus } from '@headgate/shared/system'
import type { UsageSummaryInput } from '@headgate/shared/usage'
import { makeCreateOwner } from './people/create-owner.ts'
import type { ReadStores, Transact } from './admin/unit-of-work.ts'
import type { AuditReader } from './audit/audit-reader.ts'
import { makeExportAudit } from './audit/export-audit.ts'
import { makeClearCooldown } from './credentials/clear-cooldown.ts'
import { makeCreateCredential } from './credentials/create-credential.ts'
import { makeRotateEncryptionKey } from './vault/rotate-encryption-key.ts'
import type { EndpointGuard } from './credentials/endpoint-guard.ts'
import { makeGetCredential } from './credentials/get-credential.ts'
import { makeListCredentials } from './credentials/list-credentials.ts'
import { makeProbeCredential } from './credentials/probe-credential.ts'
import { makeRemoveCredential } from './credentials/remove-credential.ts'
import { makeRotateCredential } from './credentials/rotate-credential.ts'
import type { Resealer } from './vault/resealer.ts'
import { makeUpdateCredential } from './credentials/update-credential.ts'
import { makeBeginOAuth } from './oauth/flow/begin-oauth.ts'
import { makeCompleteOAuth, makeCompleteReturned } from './oauth/flow/complete-oauth.ts'
import type { OAuthClient, Pkce } from './oauth/flow/oauth-client.ts'
import { makeFirstExchange } from './oauth/federation/first-exchange.ts'
import type { Grants } from './oauth/tokens/grants.ts'
import { makeRefreshCredential } from './oauth/refresh/refresh-credential.ts'
import type { Refresher } from './oauth/refresh/refresher.ts'
import type { TokenEndpoint } from './oauth/tokens/token-endpoint.ts'
import { makeCreateKey } from './keys/create-key.ts'
import { makeListKeys } from './keys/list-keys.ts'
import { makeRevokeKey } from './keys/revoke-key.ts'
import { makeForgetLearned } from './models/forget-learned.ts'
import { makeListModels } from './models/list-models.ts'
import { makeRemoveOverride } from './models/remove-override.ts'
import { makeResolveModel } from './models/resolve-model.ts'
import { makeSetOverride } from './models/set-override.ts'
import { makeCreateProject } from './projects/create-project.ts'
import { makeGetProject } from './projects/get-project.ts'
import { makeListProjects } from './projects/list-projects.ts'
import { makeRemoveProject } from './projects/remove-project.ts'
import { makeSetRouting } from './projects/set-routing.ts'
import { makeUpdateProject } from './projects/update-project.ts'
import { makeRemovePerson } from './people/remove-person.ts'
import { makeSetRole } from './people/set-role.ts'
import { makeInvitePerson } from './people/invite-person.ts'
import { makeRevokeInvitation } from './people/revoke-invitation.ts'
import { makeListInvitations } from './people/list-invitations.ts'
import { makeListPeople } from './people/list-people.ts'
import { makeAcceptInvitation } from './people/accept-invitation.ts'
import { makeOpenLink } from './people/open-link.ts'
import { makeRecover } from './people/recover.ts'
import { makeListSessions } from './sign-in/list-sessions.ts'
import { makeEndSessions } from './sign-in/end-sessions.ts'
import { makeChangePassword } from './sign-in/change-password.ts'
import { makeSecondFactorState } from './sign-in/second-factor-state.ts'
import { makeBeginSecondFactor } from './sign-in/begin-second-factor.ts'
import { makeConfirmSecondFactor } from './sign-in/confirm-second-factor.ts'
import { makeDisableSecondFactor } from './sign-in/disable-second-factor.ts'
import { makeCreateApiToken } from './api-tokens/create-api-token.ts'
import { makeListApiTokens } from './api-tokens/list-api-tokens.ts'
import { makeRevokeApiToken } from './api-tokens/revoke-api-token.ts'
import type { GuessLimit } from './sign-in/guess-limit.ts'
import type { CodeDeps } from './sign-in/second-factor-code.ts'
import type { RequestReader } from './requests/request-log.ts'
import type { ExplainCalls } from './models/explain-call.ts'
import type { CompatibilityCache } from './models/compatibility-cache.ts'
import type { HealthBook } from './routing/health-book.ts'
import type { ConformancePorts } from './conformance/perform-request.ts'

export interface UseCasePorts extends ConformancePorts, CodeDeps {
  readonly transact: Transact
  readonly read: ReadStores
  readonly requests: RequestReader
  readonly auditReader: AuditReader
  readonly endpointGuard: EndpointGuard
  readonly health: Pick<HealthBook, 'get' | 'forget'>
  readonly oauthClient: OAuthClient
  readonly isOwnCallback: (redirectUri: string) => boolean
  readonly endpoint: TokenEndpoint
  readonly grants: Grants
  readonly refresher: Pick<Refresher, 'refresh'>
  readonly compatibility: Pick<CompatibilityCache, 'forget' | 'settled'>
  readonly explainCalls: ExplainCalls
  readonly publicUrl: string
  readonly resealer: Resealer
  readonly setupCode: string
  readonly hashPassword: (password: string) => Promise<string>
  readonly verifyPassword: (password: string, hash: string) => Promise<boolean>
  readonly guessLimit: GuessLimit
  readonly hasIdentityProvider: boolean
  readonly systemStatus: () => SystemStatus
  readonly applyChanges: () => Promise<void>
  readonly pkce: Pkce
  /** 160 random bits in base 32. */
  readonly randomBase32: () => string
  /** 256 random bits as 43 base64url characters. */
  readonly randomKeyPart: () => string
  readonly newRequestId: () => string
  readonly newId: () => string
  readonly now: () => Date
}

export function makeUseCases(ports: UseCasePorts) {
  const { read, requests, auditReader, hasIdentityProvider, systemStatus, applyChanges } = ports
  const deps = { ...ports, healthOf: ports.health.get, firstExchange: makeFirstExchange(ports) }
  return {
    createCredential: makeCreateCredential(deps),
    updateCredential: makeUpdateCredential(deps),
    rotateCredential: makeRotateCredential(deps),
    removeCredential: makeRemoveCredential(deps),
    probeCredential: makeProbeCredential(deps),
    clearCooldown: makeClearCooldown(deps),
    beginOAuth: makeBeginOAuth(deps),
    completeOAuth: makeCompleteOAuth(deps),
    /** By the state alone, for the route the browser comes back to. */
    completeReturned: makeCompleteReturned(deps),
    refreshCredential: makeRefreshCredential(deps),
    listCredentials: makeListCredentials(deps),
    getCredential: makeGetCredential(deps),
    createProject: makeCreateProject(deps),
    updateProject: makeUpdateProject(deps),
    removeProject: makeRemoveProject(deps),
    setRouting: makeSetRouting(deps),
    listProjects: makeListProjects(deps),
    getProject: makeGetProject(deps),
    createKey: makeCreateKey(deps),
    revokeKey: makeRevokeKey(deps),
    listKeys: makeListKeys(deps),
    listModels: makeListModels(deps),
    resolveModel: makeResolveModel(deps),
    setOverride: makeSetOverride(deps),
    removeOverride: makeRemoveOverride(deps),
    forgetLearned: makeForgetLearned(deps),
    listRequests: (input: ListRequests) => requests.list(input),
    summarizeUsage: (input: UsageSummaryInput) => requests.summarize(input),
    listAudit: (input: ListAudit) => auditReader.list(input),
    exportAudit: makeExportAudit(deps),
    systemStatus,
    waysToSignIn: () => ({ identityProvider: hasIdentityProvider }),
    listPeople: makeListPeople(deps),
    listInvitations: makeListInvitations(deps),
    invitePerson: makeInvitePerson(deps),
    revokeInvitation: makeRevokeInvitation(deps),
    setRole: makeSetRole(deps),
    removePerson: makeRemovePerson(deps),
    openLink: makeOpenLink(deps),
    acceptInvitation: makeAcceptInvitation(deps),
    recover: makeRecover(deps),
    listSessions: makeListSessions(deps),
    endSessions: makeEndSessions(deps),
    changePassword: makeChangePassword(deps),
    secondFactorState: makeSecondFactorState(deps),
    beginSecondFactor: makeBeginSecondFactor(deps),
    confirmSecondFactor: makeConfirmSecondFactor(deps),
    disableSecondFactor: makeDisableSecondFactor(deps),
    createApiToken: makeCreateApiToken(deps),
    listApiTokens: makeListApiTokens(deps),
    revokeApiToken: makeRevokeApiToken(deps),
    rotateEncryptionKey: makeRotateEncryptionKey(deps),
    createOwner: makeCreateOwner(deps),
    ownerExists: () => read(async ({ people }) => (await people.countOwners()) > 0),
    /** Makes a change that was just stored count on the data plane of this process. */
    applyChanges,
  }
}

export type UseCases = ReturnType<typeof makeUseCases>
