// People and their sessions, by better-auth on a connection pool of its own. Its tables come from our migrations.
import { betterAuth } from 'better-auth'
import pg from 'pg'
import { PASSWORD_MIN_LENGTH, roleSchema, type Role } from '@headgate/shared/system'
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
  readonly log: Logger
}

const SESSION_SECONDS = 7 * 24 * 60 * 60

export function makeBetterAuth({ databaseUrl, publicUrl, trustedOrigins, secret, log }: AuthDeps): Auth {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    options: '-c search_path=auth',
    max: 4,
    statement_timeout: 10_000,
  })
  pool.on('error', (error) => log.warn({ error }, 'a database connection of the console was lost'))
  const auth = betterAuth(authOptions(pool, { publicUrl, trustedOrigins, secret, log }))
  return {
    handle: (request) => auth.handler(request),
    async userOf(headers) {
      const session = await auth.api.getSession({ headers })
      if (!session) return null
      const { id, name, email } = session.user
      return { id, name, email, role: roleSchema.parse(session.user.role) }
    },
    hashPassword: async (password) => (await auth.$context).password.hash(password),
    close: () => pool.end(),
  }
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
      maxPasswordLength: 128,
    },
    user: {
      additionalFields: { role: { type: 'string', required: true, defaultValue: 'viewer', input: false } },
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
