// Who calls the control plane: the admin token of automation, or the user of a session cookie.
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
  } | null>
  readonly origins: OriginPolicy
}

/** @returns null for strangers, for a wrong token, and for cookies that come with a foreign origin. */
export function makeIdentifyActor({ adminToken, equalTexts, userOf, origins }: IdentifyDeps) {
  return async function identifyActor(request: FastifyRequest): Promise<Actor | null> {
    const { authorization, cookie } = request.headers
    const address = request.ip
    if (authorization !== undefined) {
      const token = /^Bearer\s+(\S+)$/i.exec(authorization)?.[1]
      if (adminToken === null || token === undefined || !equalTexts(token, adminToken)) return null
      return { kind: 'admin_token', id: null, name: 'admin token', email: null, role: 'owner', address }
    }
    // A cookie travels with requests that other sites cause: those are told by their origin.
    if (cookie === undefined || !origins.allows(request.headers)) return null
    const user = await userOf(new Headers({ cookie }))
    return user && { kind: 'user', ...user, address }
  }
}
