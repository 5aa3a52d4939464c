// Of calls with limits of their own, only what they tell of a credential's secret concerns other calls.
import type { FailoverDeps } from '../../../core/routing/call-with-failover.ts'

export function secretNewsOnly(health: FailoverDeps['health']): FailoverDeps['health'] {
  return {
    note(credentialId, news) {
      if (news.state === 'rejected') health.note(credentialId, news)
    },
    recover: () => undefined,
  }
}
