// Which one credential serves the paths that reach the state of a whole upstream workspace, and who may use it.
import { enabledByPriority } from '../routing/enabled-by-priority.ts'
import type { GatewayState } from '../routing/gateway-state.ts'
import type { VaultCandidate } from '../upstream/provider.ts'
import type { RawHeaders } from '../upstream/raw-headers.ts'
import { GatewayError } from '../wire/anthropic-error.ts'
import { pathOf } from './request-path.ts'
import { noCredential, pinnedAccountId } from './pool-choice.ts'
import type { Caller } from './authenticate.ts'
import { isAnthropic } from '../upstream/of-provider.ts'

/**
 * Always the same one, whatever its health: a file that one credential has uploaded, another does not find.
 * @throws GatewayError 400 when only Bedrock could serve it, 403 when others share the workspace, 503 without a credential.
 */
export function chooseWorkspace(
  state: GatewayState,
  { project }: Caller,
  headers: RawHeaders,
  url: string,
): VaultCandidate {
  const pinned = pinnedAccountId(project, headers)
  const pool = project.pool.filter(
    ({ candidate }) => pinned === null || candidate.credential.accountId === pinned,
  )
  if (pool.length > 0 && !pool.some(({ candidate }) => isAnthropic(candidate.credential))) {
    const why =
      pinned === null
        ? `the project '${project.slug}' is served by Bedrock alone`
        : `the credential '${pinned}' is one of Bedrock's`
    throw new GatewayError(
      'invalid_request_error',
      `${pathOf(url).slice(0, 200)} exists only on Anthropic's API, and ${why}.`,
    )
  }
  const chosen = enabledByPriority(pool).find(({ credential }) => isAnthropic(credential))
  if (!chosen) throw noCredential(project)
  if (!project.workspaceAccess && isShared(state, project.id, chosen.credential.id)) {
    throw new GatewayError(
      'permission_error',
      `${pathOf(url).slice(0, 200)} reaches the whole upstream workspace, and other projects use the credential ` +
        `'${chosen.credential.accountId}' too. An operator can grant the project '${project.slug}' access to shared ` +
        `workspaces, or give it a credential of its own.`,
    )
  }
  return chosen
}

function isShared({ projects }: GatewayState, projectId: string, credentialId: string): boolean {
  for (const { id, pool } of projects.values()) {
    if (id !== projectId && pool.some(({ candidate }) => candidate.credential.id === credentialId))
      return true
  }
  return false
}
