// The two addresses of sign-in by an identity provider: the way there and the way back.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { DomainError } from '../../core/admin/domain-error.ts'
import { strangerAt } from '../../core/audit/audit-log.ts'
import type { NoteDenial } from '../../core/audit/note-denial.ts'
import type { Logger } from '../../core/log.ts'
import type { BegunSignIn, Identity, IdentityProvider } from '../../core/sign-in/identity-provider.ts'

export const OIDC_CALLBACK_PATH = '/auth/oidc/callback'
const START_PATH = '/auth/oidc/start'

export interface OidcRoutesDeps {
  /** Null when none is configured. */
  readonly provider: IdentityProvider | null
  readonly seal: (text: string) => string
  /** @throws for what was not sealed here. */
  readonly unseal: (sealed: string) => string
  readonly isSecure: boolean
  /** @returns the cookies of a new session. @throws DomainError `forbidden` for who has no access. */
  readonly enter: (request: FastifyRequest, identity: Identity) => Promise<string[]>
  readonly noteDenial: NoteDenial
  readonly log: Logger
  readonly now: () => Date
}

interface Kept extends BegunSignIn {
  readonly at: number
}

/** Under https no other way of setting it counts. */
const cookieName = (isSecure: boolean) => (isSecure ? '__Secure-headgate.oidc' : 'headgate.oidc')
const LIFE_SECONDS = 600

export function registerOidcRoutes(app: FastifyInstance, deps: OidcRoutesDeps): void {
  const { provider, log } = deps
  if (provider === null) return
  app.get(START_PATH, { exposeHeadRoute: false }, async (request, reply) => {
    try {
      const { url, ...begun } = await provider.begin()
      const kept: Kept = { ...begun, at: deps.now().getTime() }
      keep(reply, deps, deps.seal(JSON.stringify(kept)), LIFE_SECONDS)
      return await reply.redirect(url, 302)
    } catch (error) {
      log.error({ error, requestId: request.id }, 'the identity provider could not be asked')
      return reply.redirect('/sign-in?problem=provider', 303)
    }
  })
  app.get(OIDC_CALLBACK_PATH, { exposeHeadRoute: false }, async (request, reply) => {
    keep(reply, deps, '', 0)
    let identity: Identity | null = null
    try {
      identity = await provider.complete(request.url, keptBy(request, deps))
      for (const cookie of await deps.enter(request, identity)) reply.header('set-cookie', cookie)
      return await reply.redirect('/', 303)
    } catch (error) {
      const isRejected = error instanceof DomainError
      if (isRejected) log.warn({ reason: error.message, requestId: request.id }, 'a sign-in was denied')
      else log.error({ error, requestId: request.id }, 'a sign-in by the identity provider failed')
      if (isRejected || identity === null)
        await noteDenied(request, identity, isRejected ? error.message : UNCONFIRMED, deps)
      return reply.redirect(`/sign-in?problem=${isRejected ? 'no-access' : 'provider'}`, 303)
    }
  })
}

const UNCONFIRMED = 'The identity provider did not confirm it.'

/** @param identity null for somebody whom the provider has not vouched for */
function noteDenied(
  { ip }: FastifyRequest,
  identity: Identity | null,
  reason: string,
  { noteDenial }: OidcRoutesDeps,
): Promise<void> {
  return noteDenial({
    actor: strangerAt(ip),
    action: 'user.sign_in_denied',
    target: { kind: 'user', id: identity?.email ?? 'unknown' },
    details: { reason, by: 'identity provider', ...(identity && { subject: identity.subject }) },
  })
}

/** It goes back to these addresses only, also when the provider sends the browser here. */
function keep(reply: FastifyReply, { isSecure }: OidcRoutesDeps, value: string, seconds: number): void {
  const attributes = `Path=/auth/oidc; Max-Age=${seconds}; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`
  reply.header('set-cookie', `${cookieName(isSecure)}=${encodeURIComponent(value)}; ${attributes}`)
  reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer')
}

/** @throws when this browser has not begun, or long ago. */
function keptBy(request: FastifyRequest, { isSecure, unseal, now }: OidcRoutesDeps): Kept {
  const cookies = (request.headers.cookie ?? '').split(/;\s*/)
  const start = `${cookieName(isSecure)}=`
  const sealed = cookies.find((cookie) => cookie.startsWith(start))?.slice(start.length)
  if (!sealed) throw new Error('This browser has not begun a sign-in.')
  const kept = JSON.parse(unseal(decodeURIComponent(sealed))) as Kept
  if (now().getTime() - kept.at > LIFE_SECONDS * 1000) throw new Error('The sign-in has taken too long.')
  return kept
}
