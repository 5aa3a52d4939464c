// Renews access tokens in good time, so that no call has to wait for it.
import type { Logger } from '../core/log.ts'
import { isPausing } from '../core/oauth/refresh/refresh-problem.ts'
import type { RefreshStore } from '../core/oauth/refresh/refresh-store.ts'
import type { Refresher } from '../core/oauth/refresh/refresher.ts'
import { isDue } from '../core/oauth/refresh/renewal-times.ts'

export interface RefreshOAuthDeps {
  readonly store: Pick<RefreshStore, 'list'>
  readonly refresher: Refresher
  readonly everyMs: number
  readonly log: Logger
  readonly now: () => Date
}

export interface RefreshOAuthJob {
  /** Resolves when no refresh is under way any more. */
  close(): Promise<void>
}

/** One that hangs must not hold up the others for long. */
const AT_A_TIME = 4

export function startRefreshingOAuth({
  store,
  refresher,
  everyMs,
  log,
  now,
}: RefreshOAuthDeps): RefreshOAuthJob {
  let running: Promise<void> | null = null

  async function renewDue(): Promise<void> {
    const due = (await store.list())
      .filter(({ credential, problem }) => isDue(credential, now()) && !isPausing(problem, now()))
      .map(({ credential }) => credential.id)
    // Whatever another replica has noted of the token that was used for them.
    due.unshift(...refresher.unsaved())
    const worker = async () => {
      for (let id = due.shift(); id !== undefined; id = due.shift())
        await refresher.refresh(id, { kind: 'ahead' })
    }
    await Promise.all(Array.from({ length: AT_A_TIME }, worker))
  }

  function tick(): void {
    running ??= renewDue()
      .catch((error: unknown) => log.warn({ error }, 'access tokens that end soon could not be looked up'))
      .finally(() => {
        running = null
      })
  }

  const timer = setInterval(tick, everyMs)
  tick()
  return {
    async close() {
      clearInterval(timer)
      await running
      await refresher.settled()
    },
  }
}
