import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { makeAnthropicAdapter } from '../../src/adapters/providers/anthropic/anthropic-adapter.ts'
import { makeBedrockPaths } from '../../src/adapters/providers/bedrock/native-paths/bedrock-paths.ts'
import { Secret } from '../../src/core/vault/secret.ts'
import { headerValue } from '../../src/core/upstream/raw-headers.ts'
import { TransportError, type HttpRequest, type Transport } from '../../src/core/upstream/transport.ts'
import { viewBody } from '../../src/core/wire/body-view.ts'
import { NO_SIGNER } from '../bedrock-exchange.ts'
import { bedrockCandidate } from '../bedrock-candidate.ts'
import { recordingLog } from '../recording-log.ts'
import { conformancePage } from './conformance-page.ts'
import { FEATURE_GROUPS } from './features.ts'
import { requestFor } from './outcomes.ts'

test('docs/CONFORMANCE.md says what the translation does; otherwise run docs/write-conformance.ts', () => {
  const written = readFileSync(new URL('../../../docs/CONFORMANCE.md', import.meta.url), 'utf8')
  expect(written).toBe(conformancePage())
})

/** An upstream that only looks at what reaches it. */
function looking() {
  const sent: HttpRequest[] = []
  const transport: Transport = {
    send(request) {
      sent.push(request)
      return Promise.reject(new TransportError('network', 'seen'))
    },
  }
  const { log } = recordingLog()
  return { sent, deps: { transport, log, now: () => new Date() } }
}

describe.each(FEATURE_GROUPS.flatMap(({ features }) => features))('$name', (feature) => {
  const { body, headers } = requestFor(feature, 'claude-opus-4-8')
  const signal = new AbortController().signal
  const call = { requestId: 'req_1', query: '', headers, body }

  test('goes to Anthropic as sent, as the page says', async () => {
    const { sent, deps } = looking()
    const candidate = bedrockCandidate()
    const credential = {
      ...candidate.credential,
      provider: 'anthropic',
      method: 'api_key',
      keyPreview: null,
    } as const
    const secret = { method: 'api_key', apiKey: new Secret('sk-ant-api03-x') } as const
    const adapter = makeAnthropicAdapter({ ...deps, defaultUrl: 'https://api.anthropic.test' })
    await adapter.attempt(
      { ...call, operation: 'messages', plainBody: body, view: viewBody(body) },
      { credential, secret } as typeof candidate,
      signal,
    )
    expect(sent.map((request) => request.body)).toEqual([body])
    for (const name of ['anthropic-version', 'anthropic-beta'])
      expect(headerValue(sent[0]!.headers, name)).toBe(headerValue(headers, name))
  })

  test('goes to AWS-native paths as sent, as the page says', async () => {
    const { sent, deps } = looking()
    const urls = { runtime: 'https://r.test', mantle: 'https://m.test', control: '', countsOnMantle: false }
    const paths = makeBedrockPaths({
      ...deps,
      urls,
      signer: NO_SIGNER,
      overrides: () => [],
      silenceMs: 1000,
    })
    const path = { kind: 'model', operation: 'invoke', modelId: 'us.anthropic.claude-opus-4-8' } as const
    await paths.attempt({ ...call, path }, bedrockCandidate(), signal)
    expect(sent.map((request) => request.body)).toEqual([body])
  })
})
