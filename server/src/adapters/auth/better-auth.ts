// People and their sessions, by better-auth on a connection pool of its own. Its tables come from our migrations.
import { betterAuth } from 'better-auth'
import { createAuthMiddleware, getSessionFromCtx } from 'better-auth/api'
import pg from 'pg'
import { PASSWORD_MAX_LENGTH, PASSWORD_MIN_LENGTH } from '@headgate/shared/passwords'
import { roleSchema, type Role } from '@headgate/shared/system'
import type { NoteSession } from '../../core/admin/note-session.ts'
import type { Logger } from '../../core/log.ts'

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
  userOf(headers: Headers): Promise<SignedInUser | null>
  hashPassword(password: string): Promise<string>
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
      if (!session) return null
      return signedInUser(session.user)
    },
    hashPassword: async (password) => (await auth.$context).password.hash(password),
    close: () => pool.end(),
  }
}

function signedInUser(user: { id: string; name: string; email: string; role?: unknown }): SignedInUser {
  return { id: user.id, name: user.name, email: user.email, role: roleSchema.parse(user.role) }
}

/** Also what the test of the migration asks better-auth for its tables with. */
export function authOptions(pool: pg.Pool, deps: Omit<AuthDeps, 'databaseUrl'>) {
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
      // Afterwards nobody knows whose session it was.
      before: createAuthMiddleware(async (call) => {
        if (call.path !== '/sign-out') return
        const session = await getSessionFromCtx(call, { disableRefresh: true })
        if (session) await deps.noteSession('user.sign_out', signedInUser(session.user), addressOf(call))
      }),
      after: createAuthMiddleware(async (call) => {
        const session = call.path === '/sign-in/email' ? call.context.newSession : null
        if (session) await deps.noteSession('user.sign_in', signedInUser(session.user), addressOf(call))
      }),
    },
    session: { expiresIn: SESSION_SECONDS, updateAge: 24 * 60 * 60 },
    rateLimit: {
      enabled: true,
      window: 60,
      max: 300,
      customRules: { '/sign-in/email': { window: 60, max: 10 } },
    },
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
