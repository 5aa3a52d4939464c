// Sign-in on a real database, as the server mounts it: one person, a clock that can be moved, and what was written down.
import fastify from 'fastify'
import { onTestFinished } from 'vitest'
import { AUTH_PATH, CLIENT_ADDRESS_HEADER, makeBetterAuth } from '../src/adapters/auth/better-auth.ts'
import { equalBytes, equalTexts, sha256 } from '../src/adapters/crypto/digests.ts'
import { randomBase32, totp } from '../src/adapters/crypto/totp.ts'
import { makeGuessLimit } from '../src/adapters/db/guess-limits.ts'
import { makeCreateOwner } from '../src/core/people/create-owner.ts'
import { makeNoteSession } from '../src/core/sign-in/note-session.ts'
import { makeNoteDenial } from '../src/core/audit/note-denial.ts'
import type { PersonActor } from '../src/core/admin/actor.ts'
import { makeSignInGuard } from '../src/core/sign-in/sign-in-guard.ts'
import { registerAuthRoutes } from '../src/http/auth/auth-routes.ts'
import { makeOriginPolicy } from '../src/http/auth/origin-policy.ts'
import { migratedDatabase } from './database.ts'
import { SILENT_LOG } from './silent-log.ts'

export const ORIGIN = 'http://127.0.0.1:4100'
export const OWNER = { name: 'Ada', email: 'ada@example.com', password: 'a long enough password' }

export async function authWorld(publicUrl = ORIGIN) {
  const home = '192.0.2.1'
  const database = await migratedDatabase()
  const { url, sql, transact, newId } = database
  // It stands still: how long a guess has to wait must not depend on how fast the machine is.
  const startedAt = Date.now()
  const clock = { offsetMs: 0 }
  const now = () => new Date(startedAt + clock.offsetMs)
  const guessLimit = makeGuessLimit({ orm: database.orm, digest: sha256, now })
  const crypto = { totp, equalTexts, equalBytes, digest: sha256 }
  const auth = makeBetterAuth({
    databaseUrl: url,
    publicUrl,
    trustedOrigins: [publicUrl],
    secret: 's'.repeat(32),
    noteSession: makeNoteSession({ transact }),
    guard: makeSignInGuard({ ...database, ...crypto, guessLimit, now }),
    log: SILENT_LOG,
    now,
  })
  const app = fastify()
  registerAuthRoutes(app, {
    path: AUTH_PATH,
    publicUrl,
    clientAddressHeader: CLIENT_ADDRESS_HEADER,
    handle: (request) => auth.handle(request),
    noteDenial: makeNoteDenial({ transact, log: SILENT_LOG, now }),
    origins: makeOriginPolicy(publicUrl),
  })
  onTestFinished(async () => {
    await app.close()
    await auth.close()
  })
  const createOwner = makeCreateOwner({
    transact,
    setupCode: 'code',
    equalTexts: (a, b) => a === b,
    hashPassword: (password) => auth.hashPassword(password),
    newId,
  })
  await createOwner(null, { ...OWNER, code: 'code' })

  const post = (
    path: string,
    body: object,
    cookie = '',
    { from = home, ...headers }: Record<string, string> = {},
  ) =>
    app.inject({
      method: 'POST',
      url: `/auth${path}`,
      headers: { origin: publicUrl, cookie, ...headers, 'content-type': 'application/json' },
      payload: JSON.stringify(body),
      remoteAddress: from,
    })
  return {
    app,
    sql,
    post,
    async signIn(password = OWNER.password, { code, from }: { code?: string; from?: string } = {}) {
      const response = await post('/sign-in/email', { email: OWNER.email, password, code }, '', {
        ...(from && { from }),
      })
      return {
        status: response.statusCode,
        cookie: String(response.headers['set-cookie']).split(';')[0]!,
        said: response.json<{ code?: string } | null>()?.code,
      }
    },
    clock,
    home,
    own: {
      ...database,
      ...crypto,
      now,
      guessLimit,
      randomBase32,
      hashPassword: auth.hashPassword,
      verifyPassword: auth.verifyPassword,
    },
    async actorOf(cookie: string): Promise<PersonActor> {
      const user = await auth.userOf(new Headers({ cookie }))
      return { kind: 'user', ...user!, address: null }
    },
    userOf: (cookie: string) => auth.userOf(new Headers({ cookie })),
    async trail() {
      const { rows } = await sql.query<Record<string, unknown>>(
        `select action, actor_kind, actor_name, address, target_kind, target_id = actor_id as of_the_actor
         from audit_events where action not in ('user.create_owner', 'user.sign_in_denied') order by at, id`,
      )
      return rows
    },
  }
}
