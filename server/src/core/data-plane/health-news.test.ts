// Which calls may put a credential to rest, reject it, or bring it back.
import { expect, test } from 'vitest'
import { healthNews, kindOfPath, type CallKind } from './health-news.ts'

function heardOf(kind: CallKind): string[] {
  const heard: string[] = []
  const health = healthNews(kind, {
    note: (_id, { state }) => void heard.push(state),
    recover: () => void heard.push('recovered'),
  })
  const at = new Date(0)
  for (const state of ['cooling', 'rejected'] as const)
    health.note({ credentialId: 'c', model: null }, { state, reason: '', since: at, until: at }, at)
  health.recover({ credentialId: 'c', model: null }, at, at)
  return heard
}

test.each([
  ['messages', ['cooling', 'rejected', 'recovered']],
  ['invoke', ['cooling', 'rejected', 'recovered']],
  ['converse-stream', ['cooling', 'rejected', 'recovered']],
  ['count_tokens', ['rejected']],
  ['count-tokens', ['rejected']],
  ['models', ['rejected']],
  ['other_paths', ['rejected']],
  ['inference_profiles', []],
] as const)('%s: %j', (kind, heard) => expect(heardOf(kind)).toEqual(heard))

test('a path of Bedrock is a call of the kind of its operation', () => {
  expect(kindOfPath({ kind: 'model', operation: 'count-tokens', modelId: 'm' })).toBe('count-tokens')
  expect(kindOfPath({ kind: 'inference_profiles', profileId: null })).toBe('inference_profiles')
})
