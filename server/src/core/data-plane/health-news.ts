// What a call tells of its credential's health for the calls that matter, by the kind of the call.
import type { FailoverPorts } from '../routing/call-with-failover.ts'
import type { BedrockPath, ModelOperation } from '../upstream/bedrock-path-call.ts'
import type { MessagesOperation } from '../upstream/provider.ts'

type HealthNews = FailoverPorts['health']
type News = 'all' | 'secret' | 'none'

export type CallKind = MessagesOperation | 'models' | 'other_paths' | ModelOperation | 'inference_profiles'

const NEWS: Readonly<Record<CallKind, News>> = {
  messages: 'all',
  invoke: 'all',
  'invoke-with-response-stream': 'all',
  converse: 'all',
  'converse-stream': 'all',
  // Their limits are their own and say nothing about messages.
  count_tokens: 'secret',
  'count-tokens': 'secret',
  models: 'secret',
  other_paths: 'secret',
  // The control plane has permissions of its own: what it rejects may still be good for models.
  inference_profiles: 'none',
}

export function kindOfPath(path: BedrockPath): CallKind {
  return path.kind === 'model' ? path.operation : path.kind
}

export function healthNews(kind: CallKind, health: HealthNews): HealthNews {
  const nothing = () => undefined
  switch (NEWS[kind]) {
    case 'all':
      return health
    case 'secret':
      return {
        note(place, news, version) {
          if (news.state === 'rejected') health.note(place, news, version)
        },
        recover: nothing,
      }
    case 'none':
      return { note: nothing, recover: nothing }
  }
}
