import { expect, onTestFinished, test, vi } from 'vitest'
import type { BedrockApiKeyCredential, Credential } from '../core/credentials/credential.ts'
import { startWarningOfExpiry } from './warn-expiring.ts'

const HOUR = 3_600_000
const START = Date.parse('2026-11-22T12:00:00Z')

function key(accountId: string, keyPreview: string, leftMs: number): BedrockApiKeyCredential {
  return {
    provider: 'bedrock',
    method: 'api_key',
    id: accountId,
    accountId,
    name: accountId,
    endpointUrl: null,
    enabled: true,
    region: 'us-east-1',
    surface: 'invoke',
    geography: 'auto',
    keyPreview,
    expiresAt: new Date(START + leftMs),
    createdAt: new Date(0),
    updatedAt: new Date(0),
  }
}

test('once when a key will end soon and once when it has, by its kind, and again for its successor', () => {
  vi.useFakeTimers({ now: START })
  onTestFinished(() => void vi.useRealTimers())
  const said: string[] = []
  const say = (facts: object, words: string) =>
    void said.push(`${(facts as { accountId: string }).accountId}: ${words}`)
  const log = { debug: say, info: say, warn: say, error: say, isDebug: () => false }
  let credentials: Credential[] = [
    key('short', 'bedrock-api-key-...abcd', 2 * HOUR),
    key('long', 'ABSK...abcd', 14 * 24 * HOUR + HOUR),
    { ...key('disabled', 'ABSK...abcd', HOUR), enabled: false },
  ]
  const job = startWarningOfExpiry({
    credentials: () => credentials,
    everyMs: 60_000,
    log,
    now: () => new Date(),
  })
  onTestFinished(() => job.stop())
  expect(said).toEqual([])
  vi.advanceTimersByTime(HOUR)
  expect(said.splice(0)).toEqual([
    'short: a key expires soon: rotate it',
    'long: a key expires soon: rotate it',
  ])
  vi.advanceTimersByTime(HOUR)
  expect(said.splice(0)).toEqual(['short: a key has expired: rotate it'])
  credentials = [key('short', 'bedrock-api-key-...abce', 2.5 * HOUR)]
  vi.advanceTimersByTime(60_000)
  expect(said).toEqual(['short: a key expires soon: rotate it'])
})
