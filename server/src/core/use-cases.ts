// The verbs of the control plane: this map is also what the routers see of them.
import type { ControlPlanePorts } from './control-plane-ports.ts'
import type { ListAudit } from '@headgate/shared/audit'
import type { ListRequests } from '@headgate/shared/requests'
import type { UsageSummaryInput } from '@headgate/shared/usage'
import { makeCreateOwner } from './people/create-owner.ts'
import { makeExportAudit } from './audit/export-audit.ts'
import { makeRotateEncryptionKey } from './vault/rotate-encryption-key.ts'
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

export function makeUseCases(ports: ControlPlanePorts) {
  const { read, requests, auditReader, hasIdentityProvider, systemStatus, applyChanges } = ports
  return {
    createProject: makeCreateProject(ports),
    updateProject: makeUpdateProject(ports),
    removeProject: makeRemoveProject(ports),
    setRouting: makeSetRouting(ports),
    listProjects: makeListProjects(ports),
    getProject: makeGetProject(ports),
    createKey: makeCreateKey(ports),
    revokeKey: makeRevokeKey(ports),
    listKeys: makeListKeys(ports),
    listModels: makeListModels(ports),
    resolveModel: makeResolveModel(ports),
    setOverride: makeSetOverride(ports),
    removeOverride: makeRemoveOverride(ports),
    forgetLearned: makeForgetLearned(ports),
    listRequests: (input: ListRequests) => requests.list(input),
    summarizeUsage: (input: UsageSummaryInput) => requests.summarize(input),
    listAudit: (input: ListAudit) => auditReader.list(input),
    exportAudit: makeExportAudit(ports),
    systemStatus,
    waysToSignIn: () => ({ identityProvider: hasIdentityProvider }),
    listPeople: makeListPeople(ports),
    listInvitations: makeListInvitations(ports),
    invitePerson: makeInvitePerson(ports),
    revokeInvitation: makeRevokeInvitation(ports),
    setRole: makeSetRole(ports),
    removePerson: makeRemovePerson(ports),
    openLink: makeOpenLink(ports),
    acceptInvitation: makeAcceptInvitation(ports),
    recover: makeRecover(ports),
    listSessions: makeListSessions(ports),
    endSessions: makeEndSessions(ports),
    changePassword: makeChangePassword(ports),
    secondFactorState: makeSecondFactorState(ports),
    beginSecondFactor: makeBeginSecondFactor(ports),
    confirmSecondFactor: makeConfirmSecondFactor(ports),
    disableSecondFactor: makeDisableSecondFactor(ports),
    createApiToken: makeCreateApiToken(ports),
    listApiTokens: makeListApiTokens(ports),
    revokeApiToken: makeRevokeApiToken(ports),
    rotateEncryptionKey: makeRotateEncryptionKey(ports),
    createOwner: makeCreateOwner(ports),
    ownerExists: () => read(async ({ people }) => (await people.countOwners()) > 0),
    /** Makes a change that was just stored count on the data plane of this process. */
    applyChanges,
  }
}

export type UseCases = ReturnType<typeof makeUseCases>
