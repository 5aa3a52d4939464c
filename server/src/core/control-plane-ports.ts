// What the verbs of the control plane need of the outside. Each verb names the few it uses.
import type { SystemStatus } from '@headgate/shared/system'
import type { ReadStores, Transact } from './admin/unit-of-work.ts'
import type { AuditReader } from './audit/audit-reader.ts'
import type { EndpointGuard } from './credentials/endpoint-guard.ts'
import type { Resealer } from './vault/resealer.ts'
import type { OAuthClient, Pkce } from './oauth/flow/oauth-client.ts'
import type { Grants } from './oauth/tokens/grants.ts'
import type { Refresher } from './oauth/refresh/refresher.ts'
import type { TokenEndpoint } from './oauth/tokens/token-endpoint.ts'
import type { GuessLimit } from './sign-in/guess-limit.ts'
import type { CodeDeps } from './sign-in/second-factor-code.ts'
import type { RequestReader } from './requests/request-log.ts'
import type { ExplainCalls } from './models/explain-call.ts'
import type { CompatibilityCache } from './models/compatibility-cache.ts'
import type { HealthBook } from './routing/health-book.ts'
import type { ConformancePorts } from './conformance/perform-request.ts'
import type { FirstExchange } from './oauth/federation/first-exchange.ts'
import type { HealthOf } from './credentials/view-stored.ts'

export interface ControlPlanePorts extends ConformancePorts, CodeDeps {
  readonly transact: Transact
  readonly read: ReadStores
  readonly requests: RequestReader
  readonly auditReader: AuditReader
  readonly endpointGuard: EndpointGuard
  readonly health: Pick<HealthBook, 'get' | 'forget'>
  readonly oauthClient: OAuthClient
  readonly isOwnCallback: (redirectUri: string) => boolean
  readonly endpoint: TokenEndpoint
  readonly grants: Grants
  readonly firstExchange: FirstExchange
  readonly healthOf: HealthOf
  readonly refresher: Pick<Refresher, 'refresh'>
  readonly compatibility: Pick<CompatibilityCache, 'forget' | 'settled'>
  readonly explainCalls: ExplainCalls
  readonly publicUrl: string
  readonly resealer: Resealer
  readonly setupCode: string
  readonly hashPassword: (password: string) => Promise<string>
  readonly verifyPassword: (password: string, hash: string) => Promise<boolean>
  readonly guessLimit: GuessLimit
  readonly hasIdentityProvider: boolean
  readonly systemStatus: () => SystemStatus
  readonly replayRecords: () => Promise<number>
  readonly applyChanges: () => Promise<void>
  readonly pkce: Pkce
  /** 160 random bits in base 32. */
  readonly randomBase32: () => string
  /** 256 random bits as 43 base64url characters. */
  readonly randomKeyPart: () => string
  readonly newRequestId: () => string
  readonly newId: () => string
  readonly now: () => Date
}
