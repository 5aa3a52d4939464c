// People and their sessions, by better-auth on a connection pool of its own. Its tables come from our migrations.
import { betterAuth } from 'better-auth'
import { APIError, createAuthEndpoint, createAuthMiddleware, getSessionFromCtx } from 'better-auth/api'
import { deleteSessionCookie, setSessionCookie } from 'better-auth/cookies'
import pg from 'pg'
import { z } from 'zod'
import { PASSWORD_MAX_LENGTH, PASSWORD_MIN_LENGTH } from '@headgate/shared/passwords'
import { roleSchema, type Role } from '@headgate/shared/system'
import type { NoteSession } from '../../core/sign-in/note-session.ts'
import { isSessionOver } from '../../core/sign-in/session-store.ts'
import type { Logger } from '../../core/log.ts'
import type { SecondFactorVerdict, SignInGuard } from '../../core/sign-in/sign-in-guard.ts'

/** Where its routes are mounted. */
export const AUTH_PATH = '/auth'
/** Carries the client's address as the server has determined it; nothing from outside is believed. */
export const CLIENT_ADDRESS_HEADER = 'x-headgate-client-address'

export interface SignedInUser {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly role: Role
}

export interface Auth {
  handle(request: Request): Promise<Response>
  /** The user of a session cookie; null when there is none. */
  userOf(headers: Headers): Promise<(SignedInUser & { readonly sessionId: string }) | null>
  /** A session for somebody whom another party has vouched for. @returns its cookies. */
  enter(userId: string, address: string): Promise<string[]>
  hashPassword(password: string): Promise<string>
  verifyPassword(password: string, hash: string): Promise<boolean>
  close(): Promise<void>
}

export interface AuthDeps {
  readonly databaseUrl: string
  readonly publicUrl: string
  readonly trustedOrigins: readonly string[]
  /** Signs session cookies. */
  readonly secret: string
  /** Writes signing in and out down; when it fails, so does what it was to write down. */
  readonly noteSession: NoteSession
  readonly guard: SignInGuard
  readonly now: () => Date
  readonly log: Logger
}

const SESSION_SECONDS = 7 * 24 * 60 * 60

export function makeBetterAuth({ databaseUrl, ...deps }: AuthDeps): Auth {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    options: '-c search_path=auth',
    max: 4,
    statement_timeout: 10_000,
  })
  pool.on('error', (error) => deps.log.warn({ error }, 'a database connection of the console was lost'))
  const auth = betterAuth(authOptions(pool, deps))
  return {
    handle: (request) => auth.handler(request),
    async userOf(headers) {
      const session = await auth.api.getSession({ headers })
      if (!session || isSessionOver(session.session, deps.now())) return null
      return { ...signedInUser(session.user), sessionId: session.session.id }
    },
    async enter(userId, address) {
      const headers = new Headers({ [CLIENT_ADDRESS_HEADER]: address })
      const answer = await auth.api.enterAs({ body: { userId }, headers, returnHeaders: true })
      return answer.headers.getSetCookie()
    },
    hashPassword: async (password) => (await auth.$context).password.hash(password),
    verifyPassword: async (password, hash) => (await auth.$context).password.verify({ password, hash }),
    close: () => pool.end(),
  }
}

function signedInUser(user: { id: string; name: string; email: string; role?: unknown }): SignedInUser {
  return { id: user.id, name: user.name, email: user.email, role: roleSchema.parse(user.role) }
}

/** Also what the test of the migration asks better-auth for its tables with. */
export function authOptions(pool: pg.Pool, deps: Omit<AuthDeps, 'databaseUrl' | 'now'>) {
  return {
    appName: 'Headgate',
    database: pool,
    baseURL: deps.publicUrl,
    basePath: AUTH_PATH,
    secret: deps.secret,
    trustedOrigins: [...deps.trustedOrigins],
    telemetry: { enabled: false },
    emailAndPassword: {
      enabled: true,
      // The owner comes from the setup link, everybody else by invitation.
      disableSignUp: true,
      minPasswordLength: PASSWORD_MIN_LENGTH,
      maxPasswordLength: PASSWORD_MAX_LENGTH,
    },
    user: {
      additionalFields: { role: { type: 'string', required: true, defaultValue: 'viewer', input: false } },
    },
    hooks: {
      before: createAuthMiddleware(async (call) => {
        if (call.path === '/sign-in/email') await admit(call, deps.guard)
        if (call.path !== '/sign-out') return
        // Afterwards nobody knows whose session it was.
        const session = await getSessionFromCtx(call, { disableRefresh: true })
        if (session) await deps.noteSession('user.sign_out', signedInUser(session.user), addressOf(call))
      }),
      after: createAuthMiddleware(async (call) => {
        const session = call.path === '/sign-in/email' ? call.context.newSession : null
        if (!session) return
        const user = signedInUser(session.user)
        const verdict = await deps.guard.secondFactor(user, codeOf(call), addressOf(call))
        const denial = DENIALS[verdict]
        if (denial !== null) {
          deleteSessionCookie(call, true)
          await call.context.internalAdapter.deleteSession(session.session.token)
          call.context.setNewSession(null)
          throw new APIError(...denial)
        }
        await deps.noteSession('user.sign_in', user, addressOf(call))
      }),
    },
    plugins: [entering(deps.noteSession)],
    session: { expiresIn: SESSION_SECONDS, updateAge: 24 * 60 * 60 },
    // Addresses are limited where all routes are; guesses at one person by the guard.
    rateLimit: { enabled: false },
    advanced: {
      cookiePrefix: 'headgate',
      useSecureCookies: deps.publicUrl.startsWith('https:'),
      defaultCookieAttributes: { sameSite: 'lax', httpOnly: true },
      ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS_HEADER] },
    },
    logger: {
      level: 'warn',
      log: (level, message, ...details) =>
        deps.log[level === 'error' ? 'error' : 'warn']({ details }, `better-auth: ${message}`),
    },
  } as const satisfies Parameters<typeof betterAuth>[0]
}

function addressOf(call: { headers?: Headers | undefined }): string | null {
  return call.headers?.get(CLIENT_ADDRESS_HEADER) ?? null
}

const TOO_MANY = { code: 'TOO_MANY_ATTEMPTS', message: 'Too many attempts. Wait and try again.' }

const DENIALS: Readonly<Record<SecondFactorVerdict, ConstructorParameters<typeof APIError> | null>> = {
  not_needed: null,
  passed: null,
  needed: [
    'UNAUTHORIZED',
    { code: 'SECOND_FACTOR_NEEDED', message: 'The code of the authenticator is needed.' },
  ],
  wrong: ['UNAUTHORIZED', { code: 'SECOND_FACTOR_WRONG', message: 'The code is not right.' }],
  wait: ['TOO_MANY_REQUESTS', TOO_MANY],
}

interface SignInCall {
  readonly body?: unknown
  readonly headers?: Headers | undefined
}

/** @throws APIError while one has to wait. It says the same whether or not there is such a person. */
async function admit(call: SignInCall, guard: SignInGuard): Promise<void> {
  const email = fieldOf(call, 'email')
  const waitUntil = email === null ? null : await guard.admit(email, addressOf(call))
  if (waitUntil === null) return
  const seconds = Math.max(1, Math.ceil((waitUntil.getTime() - Date.now()) / 1000))
  throw new APIError('TOO_MANY_REQUESTS', TOO_MANY, { 'retry-after': String(seconds) })
}

/** Of the authenticator, or a recovery code: sent along with the password. */
function codeOf(call: SignInCall): string | null {
  return fieldOf(call, 'code') || null
}

function fieldOf({ body }: SignInCall, name: string): string | null {
  const value: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, name) : null
  return typeof value === 'string' ? value : null
}

/** Callable from the server alone: it has no path. */
function entering(noteSession: NoteSession) {
  return {
    id: 'headgate-enter',
    endpoints: {
      enterAs: createAuthEndpoint.serverOnly(
        { method: 'POST', body: z.object({ userId: z.string() }) },
        async (call) => {
          const { internalAdapter } = call.context
          const user = await internalAdapter.findUserById(call.body.userId)
          if (!user) throw new APIError('UNAUTHORIZED')
          await noteSession('user.sign_in', signedInUser(user), addressOf(call))
          const session = await internalAdapter.createSession(user.id)
          await setSessionCookie(call, { session, user })
          return call.json({ entered: true })
        },
      ),
    },
  } as const
}
