// The verbs of the control plane, with their ports injected.
import type { SystemStatus } from '@headgate/shared/system'
import { equalBytes, equalTexts, newRequestId, randomKeyPart, sha256 } from '../adapters/crypto/digests.ts'
import { pkce } from '../adapters/crypto/pkce.ts'
import { randomBase32, totp } from '../adapters/crypto/totp.ts'
import { makeCreateOwner } from '../core/people/create-owner.ts'
import type { ReadStores, Transact } from '../core/admin/unit-of-work.ts'
import type { AuditReader } from '../core/audit/audit-reader.ts'
import { makeExportAudit } from '../core/audit/export-audit.ts'
import { makeClearCooldown } from '../core/credentials/clear-cooldown.ts'
import { makeCreateCredential } from '../core/credentials/create-credential.ts'
import { makeRotateEncryptionKey } from '../core/credentials/rotate-encryption-key.ts'
import type { EndpointGuard } from '../core/credentials/endpoint-guard.ts'
import { makeGetCredential } from '../core/credentials/get-credential.ts'
import { makeListCredentials } from '../core/credentials/list-credentials.ts'
import { makeProbeCredential } from '../core/credentials/probe-credential.ts'
import { makeRemoveCredential } from '../core/credentials/remove-credential.ts'
import { makeRotateCredential } from '../core/credentials/rotate-credential.ts'
import type { Resealer } from '../core/credentials/resealer.ts'
import { makeUpdateCredential } from '../core/credentials/update-credential.ts'
import { makeBeginOAuth } from '../core/oauth/begin-oauth.ts'
import { makeCompleteOAuth, makeCompleteReturned } from '../core/oauth/complete-oauth.ts'
import type { OAuthClient } from '../core/oauth/oauth-client.ts'
import { makeFirstExchange } from '../core/oauth/first-exchange.ts'
import type { Grants } from '../core/oauth/grants.ts'
import { makeRefreshCredential } from '../core/oauth/refresh-credential.ts'
import type { Refresher } from '../core/oauth/refresher.ts'
import type { TokenEndpoint } from '../core/oauth/token-endpoint.ts'
import { makeCreateKey } from '../core/keys/create-key.ts'
import { makeListKeys } from '../core/keys/list-keys.ts'
import { makeRevokeKey } from '../core/keys/revoke-key.ts'
import { makeForgetLearned } from '../core/models/forget-learned.ts'
import { makeListModels } from '../core/models/list-models.ts'
import { makeRemoveOverride } from '../core/models/remove-override.ts'
import { makeResolveModel } from '../core/models/resolve-model.ts'
import { makeSetOverride } from '../core/models/set-override.ts'
import { makeCreateProject } from '../core/projects/create-project.ts'
import { makeGetProject } from '../core/projects/get-project.ts'
import { makeListProjects } from '../core/projects/list-projects.ts'
import { makeRemoveProject } from '../core/projects/remove-project.ts'
import { makeSetRouting } from '../core/projects/set-routing.ts'
import { makeUpdateProject } from '../core/projects/update-project.ts'
import { makeRemovePerson } from '../core/people/remove-person.ts'
import { makeSetRole } from '../core/people/set-role.ts'
import { makeInvitePerson } from '../core/people/invite-person.ts'
import { makeRevokeInvitation } from '../core/people/revoke-invitation.ts'
import { makeListInvitations } from '../core/people/list-invitations.ts'
import { makeListPeople } from '../core/people/list-people.ts'
import { makeAcceptInvitation } from '../core/people/accept-invitation.ts'
import { makeOpenLink } from '../core/people/open-link.ts'
import { makeRecover } from '../core/people/recover.ts'
import { makeListSessions } from '../core/sign-in/list-sessions.ts'
import { makeEndSessions } from '../core/sign-in/end-sessions.ts'
import { makeChangePassword } from '../core/sign-in/change-password.ts'
import { makeSecondFactorState } from '../core/sign-in/second-factor-state.ts'
import { makeBeginSecondFactor } from '../core/sign-in/begin-second-factor.ts'
import { makeConfirmSecondFactor } from '../core/sign-in/confirm-second-factor.ts'
import { makeDisableSecondFactor } from '../core/sign-in/disable-second-factor.ts'
import { makeCreateApiToken } from '../core/api-tokens/create-api-token.ts'
import { makeListApiTokens } from '../core/api-tokens/list-api-tokens.ts'
import { makeRevokeApiToken } from '../core/api-tokens/revoke-api-token.ts'
import type { GuessLimit } from '../core/sign-in/guess-limit.ts'
import type { RequestReader } from '../core/requests/request-log.ts'
import type { ExplainCalls } from '../core/models/explain-call.ts'
import type { RefusalBook } from '../core/models/learned-refusals.ts'
import type { HealthBook } from '../core/routing/health-book.ts'
import type { ConformancePorts } from '../core/conformance/route-request.ts'
import type { UseCases } from '../http/trpc/use-cases.ts'

export interface UseCasePorts extends ConformancePorts {
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
  readonly refusals: Pick<RefusalBook, 'forget' | 'settled'>
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
  readonly newId: () => string
  readonly now: () => Date
}

export function composeUseCases(ports: UseCasePorts): UseCases {
  const { read, requests, health } = ports
  const crypto = {
    newRequestId,
    equalBytes,
    equalTexts,
    randomKeyPart,
    digest: sha256,
    pkce,
    totp,
    randomBase32,
  }
  const deps = { ...ports, healthOf: health.get, firstExchange: makeFirstExchange(ports), ...crypto }
  return {
    createCredential: makeCreateCredential(deps),
    updateCredential: makeUpdateCredential(deps),
    rotateCredential: makeRotateCredential(deps),
    removeCredential: makeRemoveCredential(deps),
    probeCredential: makeProbeCredential(deps),
    clearCooldown: makeClearCooldown(deps),
    beginOAuth: makeBeginOAuth(deps),
    completeOAuth: makeCompleteOAuth(deps),
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
    listRequests: (input) => requests.list(input),
    summarizeUsage: (input) => requests.summarize(input),
    listAudit: (input) => ports.auditReader.list(input),
    exportAudit: makeExportAudit(deps),
    systemStatus: ports.systemStatus,
    waysToSignIn: () => ({ identityProvider: ports.hasIdentityProvider }),
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
    applyChanges: ports.applyChanges,
  }
}
