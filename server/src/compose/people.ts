// Puts together how people and automation come in: sign-in, its limits, and who is behind a request.
import type { MikroORM } from '@mikro-orm/postgresql'
import { makeBetterAuth, type Auth } from '../adapters/auth/better-auth.ts'
import { makeGuessLimit } from '../adapters/db/guess-limits.ts'
import { makeOpenidProvider } from '../adapters/oidc/openid-provider.ts'
import { makeGuardedFetch } from '../adapters/http-client/guarded-fetch.ts'
import { makeConnectGuard } from '../adapters/network/connect-guard.ts'
import type { AddressGuard } from '../adapters/network/endpoint-guard.ts'
import type { OidcConfig } from '../config/oidc.ts'
import { makeNoteSession } from '../core/sign-in/note-session.ts'
import type { ReadStores, Transact } from '../core/admin/unit-of-work.ts'
import { Secret } from '../core/vault/secret.ts'
import type { Vault } from '../core/vault/vault.ts'
import type { Logger } from '../core/log.ts'
import { makeActorOfApiToken } from '../core/api-tokens/actor-of-api-token.ts'
import { makeEnterByIdentity } from '../core/sign-in/enter-by-identity.ts'
import { makeSignInGuard } from '../core/sign-in/sign-in-guard.ts'
import { makeNoteDenial, type NoteDenial } from '../core/audit/note-denial.ts'
import { makeIdentifyActor } from '../http/auth/identify-actor.ts'
import { OIDC_CALLBACK_PATH, type OidcRoutesDeps } from '../http/auth/oidc-routes.ts'
import type { OriginPolicy } from '../http/auth/origin-policy.ts'
import type { ControlPlanePorts } from '../core/control-plane-ports.ts'
import { cryptoPorts } from './crypto.ts'

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
  readonly vault: Vault
  readonly oidc: OidcConfig | null
  readonly endpointGuard: AddressGuard
  readonly newId: () => string
  readonly now: () => Date
}

export interface PeopleLife {
  readonly auth: Auth
  readonly identify: ReturnType<typeof makeIdentifyActor>
  readonly noteDenial: NoteDenial
  readonly oidcRoutes: OidcRoutesDeps
  readonly useCasePorts: Pick<
    ControlPlanePorts,
    'hashPassword' | 'verifyPassword' | 'guessLimit' | 'hasIdentityProvider'
  >
}

export function composePeople(ports: PeoplePorts): PeopleLife {
  const { orm, databaseUrl, publicUrl, origins, secret, adminToken, log } = ports
  const noteDenial = makeNoteDenial(ports)
  const guessLimit = makeGuessLimit({ ...ports, ...cryptoPorts, orm })
  const auth = makeBetterAuth({
    databaseUrl,
    publicUrl,
    trustedOrigins: origins.origins,
    secret,
    noteSession: makeNoteSession(ports),
    guard: makeSignInGuard({ ...ports, ...cryptoPorts, guessLimit }),
    log,
    now: ports.now,
  })
  return {
    auth,
    identify: makeIdentifyActor({
      adminToken,
      equalTexts: cryptoPorts.equalTexts,
      userOf: auth.userOf,
      apiToken: makeActorOfApiToken({ ...ports, ...cryptoPorts }),
      origins,
      noteDenial,
    }),
    noteDenial,
    oidcRoutes: oidcRoutes(ports, auth, noteDenial),
    useCasePorts: {
      hasIdentityProvider: ports.oidc !== null,
      hashPassword: auth.hashPassword,
      verifyPassword: auth.verifyPassword,
      guessLimit,
    },
  }
}

/** Where the browser keeps what a sign-in needs to be completed: bound to this use. */
const IN_COOKIE = { table: 'cookie', column: 'headgate.oidc', rowId: 'browser' }
const NO_GROUPS = { owner: [], admin: [], viewer: [] }

function oidcRoutes(ports: PeoplePorts, auth: Auth, noteDenial: NoteDenial): OidcRoutesDeps {
  const { oidc, publicUrl, endpointGuard, vault, log, now } = ports
  const enter = makeEnterByIdentity({ ...ports, groupRoles: oidc?.groupRoles ?? NO_GROUPS })
  return {
    provider:
      oidc &&
      makeOpenidProvider({
        ...oidc,
        redirectUri: `${publicUrl}${OIDC_CALLBACK_PATH}`,
        fetch: makeGuardedFetch(makeConnectGuard(endpointGuard, [oidc.issuer])),
      }),
    seal: (text) => vault.seal(IN_COOKIE, new Secret(text)),
    unseal: (sealed) => vault.open(IN_COOKIE, sealed).reveal(),
    isSecure: publicUrl.startsWith('https:'),
    enter: async ({ ip }, identity) => auth.enter((await enter(ip, identity)).id, ip),
    noteDenial,
    log,
    now,
  }
}
