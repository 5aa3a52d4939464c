// Who calls the control plane: automation with a token, or the user of a session cookie.
import type { FastifyRequest } from 'fastify'
import type { Role } from '@headgate/shared/system'
import type { Actor } from '../../core/admin/actor.ts'
import type { OriginPolicy } from './origin-policy.ts'

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
}

/** @returns null for strangers, for a wrong token, and for cookies that come with a foreign origin. */
export function makeIdentifyActor({ adminToken, equalTexts, userOf, apiToken, origins }: IdentifyDeps) {
  return async function identifyActor(request: FastifyRequest): Promise<Actor | null> {
    const { authorization, cookie } = request.headers
    const address = request.ip
    if (authorization !== undefined) {
      const token = /^Bearer\s+(\S+)$/i.exec(authorization)?.[1]
      if (token === undefined) return null
      if (adminToken === null || !equalTexts(token, adminToken)) {
        const known = await apiToken(token)
        return known && { ...known, address }
      }
      return { kind: 'admin_token', id: null, name: 'admin token', email: null, role: 'owner', address }
    }
    // A cookie travels with requests that other sites cause: those are told by their origin.
    if (cookie === undefined || !origins.allows(request.headers)) return null
    const user = await userOf(new Headers({ cookie }))
    return user && { kind: 'user', ...user, address }
  }
}
