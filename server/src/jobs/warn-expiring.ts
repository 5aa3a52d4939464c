// Logs once that a key expires soon, while there is time to replace it.
import { credentialStatus } from '../core/credentials/credential-status.ts'
import type { Credential } from '../core/credentials/credential.ts'
import type { Logger } from '../core/log.ts'
import { renewsItself } from '../core/oauth/refresh/renewable.ts'

export interface WarnExpiringDeps {
  readonly credentials: () => readonly Credential[]
  readonly everyMs: number
  readonly log: Logger
  readonly now: () => Date
}

/** Credentials that renew themselves report their own problems. */
export function startWarningOfExpiry({ credentials, everyMs, log, now }: WarnExpiringDeps): { stop(): void } {
  const told = new Map<string, string>()

  function look(): void {
    const all = credentials()
    for (const credential of all) if (!renewsItself(credential)) tell(credential)
    const ids = new Set(all.map(({ id }) => id))
    for (const id of told.keys()) if (!ids.has(id)) told.delete(id)
  }

  function tell(credential: Credential): void {
    const { id, accountId } = credential
    const { status, until } = credentialStatus(credential, null, now())
    if (until === null || (status !== 'expiring_soon' && status !== 'expired')) return
    const news = `${status} ${until.toISOString()}`
    if (told.get(id) === news) return
    told.set(id, news)
    if (status === 'expired') log.error({ accountId, expiresAt: until }, 'a key has expired: rotate it')
    else log.warn({ accountId, expiresAt: until }, 'a key expires soon: rotate it')
  }

  look()
  const timer = setInterval(look, everyMs)
  return { stop: () => clearInterval(timer) }
}
