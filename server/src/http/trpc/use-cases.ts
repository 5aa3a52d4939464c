// What the routers may do. The context carries verbs, never a database.
import type { makeCreateOwner } from '../../core/people/create-owner.ts'
import type { makeRotateEncryptionKey } from '../../core/credentials/rotate-encryption-key.ts'
import type { AuditReader } from '../../core/audit/audit-reader.ts'
import type { makeExportAudit } from '../../core/audit/export-audit.ts'
import type { makeClearCooldown } from '../../core/credentials/clear-cooldown.ts'
import type { makeCreateCredential } from '../../core/credentials/create-credential.ts'
import type { makeGetCredential } from '../../core/credentials/get-credential.ts'
import type { makeListCredentials } from '../../core/credentials/list-credentials.ts'
import type { makeProbeCredential } from '../../core/credentials/probe-credential.ts'
import type { makeRemoveCredential } from '../../core/credentials/remove-credential.ts'
import type { makeRotateCredential } from '../../core/credentials/rotate-credential.ts'
import type { makeUpdateCredential } from '../../core/credentials/update-credential.ts'
import type { makeBeginOAuth } from '../../core/oauth/begin-oauth.ts'
import type { makeCompleteOAuth, makeCompleteReturned } from '../../core/oauth/complete-oauth.ts'
import type { makeRefreshCredential } from '../../core/oauth/refresh-credential.ts'
import type { makeCreateKey } from '../../core/keys/create-key.ts'
import type { makeListKeys } from '../../core/keys/list-keys.ts'
import type { makeRevokeKey } from '../../core/keys/revoke-key.ts'
import type { makeForgetLearned } from '../../core/models/forget-learned.ts'
import type { makeListModels } from '../../core/models/list-models.ts'
import type { makeRemoveOverride } from '../../core/models/remove-override.ts'
import type { makeResolveModel } from '../../core/models/resolve-model.ts'
import type { makeSetOverride } from '../../core/models/set-override.ts'
import type { makeCreateProject } from '../../core/projects/create-project.ts'
import type { makeGetProject } from '../../core/projects/get-project.ts'
import type { makeListProjects } from '../../core/projects/list-projects.ts'
import type { makeRemoveProject } from '../../core/projects/remove-project.ts'
import type { makeSetRouting } from '../../core/projects/set-routing.ts'
import type { makeUpdateProject } from '../../core/projects/update-project.ts'
import type { makeRemovePerson } from '../../core/people/remove-person.ts'
import type { makeSetRole } from '../../core/people/set-role.ts'
import type { makeInvitePerson } from '../../core/people/invite-person.ts'
import type { makeRevokeInvitation } from '../../core/people/revoke-invitation.ts'
import type { makeListInvitations } from '../../core/people/list-invitations.ts'
import type { makeListPeople } from '../../core/people/list-people.ts'
import type { makeAcceptInvitation } from '../../core/people/accept-invitation.ts'
import type { makeOpenLink } from '../../core/people/open-link.ts'
import type { makeRecover } from '../../core/people/recover.ts'
import type { makeListSessions } from '../../core/sign-in/list-sessions.ts'
import type { makeEndSessions } from '../../core/sign-in/end-sessions.ts'
import type { makeChangePassword } from '../../core/sign-in/change-password.ts'
import type { makeSecondFactorState } from '../../core/sign-in/second-factor-state.ts'
import type { makeBeginSecondFactor } from '../../core/sign-in/begin-second-factor.ts'
import type { makeConfirmSecondFactor } from '../../core/sign-in/confirm-second-factor.ts'
import type { makeDisableSecondFactor } from '../../core/sign-in/disable-second-factor.ts'
import type { makeCreateApiToken } from '../../core/api-tokens/create-api-token.ts'
import type { makeListApiTokens } from '../../core/api-tokens/list-api-tokens.ts'
import type { makeRevokeApiToken } from '../../core/api-tokens/revoke-api-token.ts'
import type { RequestReader } from '../../core/requests/request-log.ts'
import type { SystemStatus } from '@headgate/shared/system'

export interface UseCases {
  readonly createCredential: ReturnType<typeof makeCreateCredential>
  readonly updateCredential: ReturnType<typeof makeUpdateCredential>
  readonly rotateCredential: ReturnType<typeof makeRotateCredential>
  readonly removeCredential: ReturnType<typeof makeRemoveCredential>
  readonly probeCredential: ReturnType<typeof makeProbeCredential>
  readonly clearCooldown: ReturnType<typeof makeClearCooldown>
  readonly beginOAuth: ReturnType<typeof makeBeginOAuth>
  readonly completeOAuth: ReturnType<typeof makeCompleteOAuth>
  /** By the state alone, for the route the browser comes back to. */
  readonly completeReturned: ReturnType<typeof makeCompleteReturned>
  readonly refreshCredential: ReturnType<typeof makeRefreshCredential>
  readonly listCredentials: ReturnType<typeof makeListCredentials>
  readonly getCredential: ReturnType<typeof makeGetCredential>
  readonly createProject: ReturnType<typeof makeCreateProject>
  readonly updateProject: ReturnType<typeof makeUpdateProject>
  readonly removeProject: ReturnType<typeof makeRemoveProject>
  readonly setRouting: ReturnType<typeof makeSetRouting>
  readonly listProjects: ReturnType<typeof makeListProjects>
  readonly getProject: ReturnType<typeof makeGetProject>
  readonly createKey: ReturnType<typeof makeCreateKey>
  readonly revokeKey: ReturnType<typeof makeRevokeKey>
  readonly listKeys: ReturnType<typeof makeListKeys>
  readonly listModels: ReturnType<typeof makeListModels>
  readonly resolveModel: ReturnType<typeof makeResolveModel>
  readonly setOverride: ReturnType<typeof makeSetOverride>
  readonly removeOverride: ReturnType<typeof makeRemoveOverride>
  readonly forgetLearned: ReturnType<typeof makeForgetLearned>
  readonly listRequests: RequestReader['list']
  readonly summarizeUsage: RequestReader['summarize']
  readonly listAudit: AuditReader['list']
  readonly exportAudit: ReturnType<typeof makeExportAudit>
  readonly systemStatus: () => SystemStatus
  readonly waysToSignIn: () => { readonly identityProvider: boolean }
  readonly listPeople: ReturnType<typeof makeListPeople>
  readonly listInvitations: ReturnType<typeof makeListInvitations>
  readonly invitePerson: ReturnType<typeof makeInvitePerson>
  readonly revokeInvitation: ReturnType<typeof makeRevokeInvitation>
  readonly setRole: ReturnType<typeof makeSetRole>
  readonly removePerson: ReturnType<typeof makeRemovePerson>
  readonly openLink: ReturnType<typeof makeOpenLink>
  readonly acceptInvitation: ReturnType<typeof makeAcceptInvitation>
  readonly recover: ReturnType<typeof makeRecover>
  readonly listSessions: ReturnType<typeof makeListSessions>
  readonly endSessions: ReturnType<typeof makeEndSessions>
  readonly changePassword: ReturnType<typeof makeChangePassword>
  readonly secondFactorState: ReturnType<typeof makeSecondFactorState>
  readonly beginSecondFactor: ReturnType<typeof makeBeginSecondFactor>
  readonly confirmSecondFactor: ReturnType<typeof makeConfirmSecondFactor>
  readonly disableSecondFactor: ReturnType<typeof makeDisableSecondFactor>
  readonly createApiToken: ReturnType<typeof makeCreateApiToken>
  readonly listApiTokens: ReturnType<typeof makeListApiTokens>
  readonly revokeApiToken: ReturnType<typeof makeRevokeApiToken>
  readonly rotateEncryptionKey: ReturnType<typeof makeRotateEncryptionKey>
  readonly createOwner: ReturnType<typeof makeCreateOwner>
  readonly ownerExists: () => Promise<boolean>
  /** Makes a change that was just stored count on the data plane of this process. */
  readonly applyChanges: () => Promise<void>
}
