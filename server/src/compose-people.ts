// Puts together how people and automation come in: sign-in, its limits, and who is behind a request.
import type { MikroORM } from '@mikro-orm/postgresql'
import { makeBetterAuth, type Auth } from './adapters/auth/better-auth.ts'
import { equalBytes, equalTexts, sha256 } from './adapters/crypto/digests.ts'
import { totp } from './adapters/crypto/totp.ts'
import { makeGuessLimit } from './adapters/db/guess-limits.ts'
import type { UseCasePorts } from './compose-use-cases.ts'
import { makeNoteSession } from './core/admin/note-session.ts'
import type { ReadStores, Transact } from './core/admin/unit-of-work.ts'
import type { Logger } from './core/log.ts'
import { makeActorOfApiToken } from './core/people/api-tokens.ts'
import { makeSignInGuard } from './core/people/sign-in-guard.ts'
import { makeIdentifyActor } from './http/auth/identify-actor.ts'
import type { OriginPolicy } from './http/auth/origin-policy.ts'

export interface PeoplePorts {
  readonly transact: Transact
  readonly read: ReadStores
  readonly orm: MikroORM
  readonly databaseUrl: string
  readonly publicUrl: string
  readonly origins: OriginPolicy
  /** Signs session cookies. */
  readonly secret: string
  readonly adminToken: string | null
  readonly log: Logger
  readonly now: () => Date
}

export interface PeopleLife {
  readonly auth: Auth
  readonly identify: ReturnType<typeof makeIdentifyActor>
  readonly useCasePorts: Pick<UseCasePorts, 'hashPassword' | 'verifyPassword' | 'guessLimit'>
}

export function composePeople(ports: PeoplePorts): PeopleLife {
  const { orm, databaseUrl, publicUrl, origins, secret, adminToken, log } = ports
  const crypto = { totp, equalTexts, equalBytes, digest: sha256 }
  const guessLimit = makeGuessLimit({ ...ports, ...crypto, orm })
  const auth = makeBetterAuth({
    databaseUrl,
    publicUrl,
    trustedOrigins: origins.origins,
    secret,
    noteSession: makeNoteSession(ports),
    guard: makeSignInGuard({ ...ports, ...crypto, guessLimit }),
    log,
  })
  return {
    auth,
    identify: makeIdentifyActor({
      adminToken,
      equalTexts,
      userOf: auth.userOf,
      apiToken: makeActorOfApiToken({ ...ports, ...crypto }),
      origins,
    }),
    useCasePorts: { hashPassword: auth.hashPassword, verifyPassword: auth.verifyPassword, guessLimit },
  }
}
