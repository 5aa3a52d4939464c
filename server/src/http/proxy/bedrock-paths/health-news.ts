// What a call to one of Bedrock's own paths tells of its credential's health for the calls that matter.
import type { FailoverDeps } from '../../../core/routing/call-with-failover.ts'
import type { BedrockPath } from '../../../core/upstream/bedrock-path-call.ts'
import { secretNewsOnly } from '../steps/secret-news.ts'

type HealthNews = FailoverDeps['health']

/** The control plane has permissions of its own: what it refuses may still be good for models. */
const NO_NEWS: HealthNews = { note: () => undefined, recover: () => undefined }

/** Counting has limits of its own, which say nothing about messages. */
export function healthNewsOf(path: BedrockPath, health: HealthNews): HealthNews {
  if (path.kind === 'inference_profiles') return NO_NEWS
  return path.operation === 'count-tokens' ? secretNewsOnly(health) : health
}
