// Puts together who may come in to the control plane: sessions, the admin token, origins, and what is noted of refusals.
import type { FastifyRequest } from 'fastify'
import { makeBetterAuth, type Auth } from './adapters/auth/better-auth.ts'
import { equalTexts } from './adapters/crypto/digests.ts'
import { makeNoteSession } from './core/admin/note-session.ts'
import type { Actor } from './core/admin/actor.ts'
import type { Transact } from './core/admin/unit-of-work.ts'
import { makeNoteRefusal, type NoteRefusal } from './core/audit/note-refusal.ts'
import type { Logger } from './core/log.ts'
import { makeIdentifyActor } from './http/auth/identify-actor.ts'
import type { OriginPolicy } from './http/auth/origin-policy.ts'

export interface AccessPorts {
  readonly databaseUrl: string
  readonly publicUrl: string
  readonly adminToken: string | null
  readonly origins: OriginPolicy
  /** Signs session cookies. */
  readonly cookieSecret: string
  readonly transact: Transact
  readonly log: Logger
  readonly now: () => Date
}

export interface Access {
  readonly auth: Auth
  readonly identify: (request: FastifyRequest) => Promise<Actor | null>
  readonly noteRefusal: NoteRefusal
}

export function composeAccess(ports: AccessPorts): Access {
  const { origins, log } = ports
  const noteRefusal = makeNoteRefusal(ports)
  const auth = makeBetterAuth({
    databaseUrl: ports.databaseUrl,
    publicUrl: ports.publicUrl,
    trustedOrigins: origins.origins,
    secret: ports.cookieSecret,
    noteSession: makeNoteSession(ports),
    log,
  })
  const identify = makeIdentifyActor({
    adminToken: ports.adminToken,
    equalTexts,
    userOf: (headers) => auth.userOf(headers),
    origins,
    noteRefusal,
  })
  return { auth, identify, noteRefusal }
}
