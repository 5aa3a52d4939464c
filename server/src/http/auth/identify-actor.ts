// Who calls the control plane: automation with a token, or the user of a session cookie.
import type { FastifyRequest } from 'fastify'
import type { Role } from '@headgate/shared/system'
import type { Actor } from '../../core/admin/actor.ts'
import { strangerAt } from '../../core/audit/audit-log.ts'
import type { NoteDenial } from '../../core/audit/note-denial.ts'
import { pathOf } from '../../core/data-plane/request-path.ts'
import type { OriginPolicy } from './origin-policy.ts'

/** Part of the name of the session cookie; others are none of ours. */
const SESSION_COOKIE = 'headgate.session'

export interface IdentifyDeps {
  readonly adminToken: string | null
  readonly equalTexts: (a: string, b: string) => boolean
  readonly userOf: (headers: Headers) => Promise<{
    readonly id: string
    readonly name: string
    readonly email: string
    readonly role: Role
    readonly sessionId: string
  } | null>
  readonly apiToken: (presented: string) => Promise<Omit<Actor, 'address'> | null>
  readonly origins: OriginPolicy
  readonly noteDenial: NoteDenial
}

/** @returns null for strangers, for a wrong bearer, and for cookies that come with a foreign origin. */
export function makeIdentifyActor(deps: IdentifyDeps) {
  const { adminToken, equalTexts, userOf, apiToken, origins } = deps

  async function deny(
    { ip, url, headers }: FastifyRequest,
    action: 'admin_token.denied' | 'session.denied',
    reason: string,
  ): Promise<null> {
    await deps.noteDenial({
      actor: strangerAt(ip),
      action,
      target: { kind: action === 'session.denied' ? 'session' : 'admin_token', id: 'server' },
      details: {
        reason,
        path: pathOf(url).slice(0, 200),
        ...(action === 'session.denied' && { origin: headers.origin?.slice(0, 200) ?? null }),
      },
    })
    return null
  }

  return async function identifyActor(request: FastifyRequest): Promise<Actor | null> {
    const { authorization, cookie } = request.headers
    const address = request.ip
    if (authorization !== undefined) {
      const token = /^Bearer\s+(\S+)$/i.exec(authorization)?.[1]
      if (adminToken === null || token === undefined || !equalTexts(token, adminToken)) {
        const known = token === undefined ? null : await apiToken(token)
        return known
          ? { ...known, address }
          : deny(
              request,
              'admin_token.denied',
              'It is neither an admin token nor an API token of this server.',
            )
      }
      return { kind: 'admin_token', id: null, name: 'admin token', email: null, role: 'owner', address }
    }
    if (cookie === undefined) return null
    // A cookie travels with requests that other sites cause: those are told by their origin.
    if (!origins.allows(request.headers)) {
      const isOurs = cookie.includes(SESSION_COOKIE)
      return isOurs ? deny(request, 'session.denied', 'The request comes from another site.') : null
    }
    const user = await userOf(new Headers({ cookie }))
    return user && { kind: 'user', ...user, address }
  }
}
