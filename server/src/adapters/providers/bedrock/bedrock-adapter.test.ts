import { describe, expect, test } from 'vitest'
import { bedrockCandidate } from '../../../../test/bedrock-candidate.ts'
import { bedrockUpstream, messagesCall, type Given } from '../../../../test/bedrock-upstream.ts'
import { iamCandidate } from '../../../../test/iam-candidate.ts'
import type { ModelOverride } from '../../../core/models/model-override.ts'
import { AwsIdentityError, type AwsSigner } from '../../../core/upstream/aws-signer.ts'
import type { AttemptResult, Candidate, MessagesCall } from '../../../core/upstream/provider.ts'
import { TransportError } from '../../../core/upstream/transport.ts'

const MESSAGE: Given = {
  body: '{"type":"message","model":"anthropic.claude-haiku-4-5","content":[],"usage":{"output_tokens":1}}',
}
const EVENTS: Given = {
  headers: ['content-type', 'text/event-stream'],
  body: 'data: {"type":"message_start","message":{}}\n\ndata: {"type":"message_stop"}\n\n',
}
const BETA = ['anthropic-beta', 'interleaved-thinking-2025-05-14']

const never = new AbortController().signal

async function bytesOf(result: AttemptResult): Promise<string> {
  if (result.kind !== 'answer') throw new TypeError(`${result.kind}: ${JSON.stringify(result)}`)
  let text = ''
  for await (const chunk of result.answer.body) text += new TextDecoder().decode(chunk)
  return text
}

function override(changes: Partial<ModelOverride>): ModelOverride {
  const at = new Date(0)
  const nothing = { credentialId: null, upstreamModel: null, baseModel: null, dropBetas: [], dropFields: [] }
  return { id: 'o', model: 'claude-haiku-4-5', ...nothing, createdAt: at, updatedAt: at, ...changes }
}

describe('surfaces', () => {
  test.each([
    [
      'invoke',
      'https://runtime.us-east-1.test/model/us.anthropic.claude-haiku-4-5-20251001-v1%3A0/invoke',
      'Bearer ABSKvault',
      undefined,
    ],
    ['messages', 'https://runtime.us-east-1.test/anthropic/v1/messages', undefined, 'ABSKvault'],
    ['mantle', 'https://mantle.us-east-1.test/anthropic/v1/messages', undefined, 'ABSKvault'],
  ] as const)('%s has its own path and place for the key', async (surface, url, bearer, key) => {
    const { adapter, sent } = bedrockUpstream([MESSAGE])
    const call = messagesCall({ max_tokens: 5 }, { headers: [...BETA, 'Cookie', 'x', 'X-Api-Key', 'client'] })
    const result = await adapter.attempt(call, bedrockCandidate({ surface }), never)
    expect(await bytesOf(result)).toContain('"model":"claude-haiku-4-5-20251001"')
    const [request] = sent
    expect([request!.url, request!.header('authorization'), request!.header('x-api-key')]).toEqual([
      url,
      bearer,
      key,
    ])
    expect(request!.header('cookie')).toBeUndefined()
    const native = surface !== 'invoke'
    expect(request!.header('anthropic-version')).toBe(native ? '2023-06-01' : undefined)
    expect(request!.header('anthropic-beta')).toBe(native ? BETA[1] : undefined)
  })

  test('an endpoint replaces the host of the own surface', async () => {
    for (const [surface, path] of [
      ['invoke', '/prefix/model/us.anthropic.claude-haiku-4-5-20251001-v1%3A0/invoke'],
      ['messages', '/prefix/anthropic/v1/messages'],
      ['mantle', '/prefix/anthropic/v1/messages'],
    ] as const) {
      const { adapter, sent } = bedrockUpstream([MESSAGE])
      const candidate = bedrockCandidate({ surface, endpointUrl: 'https://vpce.test/prefix/' })
      await adapter.attempt(messagesCall(), candidate, never)
      expect(sent[0]!.url).toBe(`https://vpce.test${path}`)
    }
  })

  test('model and stream stand in the body of a native surface', async () => {
    const { adapter, sent } = bedrockUpstream([EVENTS])
    const result = await adapter.attempt(
      messagesCall({ stream: true }),
      bedrockCandidate({ surface: 'mantle' }),
      never,
    )
    expect(await bytesOf(result)).toMatch(/message_stop/)
    expect(JSON.parse(sent[0]!.body)).toMatchObject({ model: 'anthropic.claude-haiku-4-5', stream: true })
    expect(sent[0]!.header('accept')).toBe('text/event-stream')
  })

  test('a beta that would break out of its header does not get there', async () => {
    const { adapter, sent } = bedrockUpstream([MESSAGE])
    const call = messagesCall({ anthropic_beta: ['a\r\nx-api-key: b', 'é'] })
    await adapter.attempt(call, bedrockCandidate({ surface: 'mantle' }), never)
    expect(sent[0]!.header('anthropic-beta') ?? '').not.toMatch(/[^\w.,-]/)
  })

  test('a profile id on mantle, an unknown model and 20 MB are rejected before anything is sent', async () => {
    const { adapter, sent } = bedrockUpstream([])
    const on = (call: MessagesCall, candidate = bedrockCandidate({ surface: 'mantle' })) =>
      adapter.attempt(call, candidate, never)
    expect(await on(messagesCall({ model: 'us.anthropic.claude-opus-5' }))).toMatchObject({
      kind: 'not_sent',
      error: { type: 'invalid_request_error', status: 400 },
    })
    expect(await on(messagesCall({ model: 'claude-sonnet-4-6' }))).toMatchObject({
      kind: 'not_sent',
      error: { type: 'not_found_error' },
    })
    expect(await on(messagesCall({ x: 'y'.repeat(20 * 2 ** 20) }))).toMatchObject({
      kind: 'not_sent',
      error: { type: 'request_too_large', status: 413 },
    })
    expect(sent).toEqual([])
  })
})

describe('overrides', () => {
  const ARN = 'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc'

  test('the operator’s id is called, the base model is answered', async () => {
    const overrides = [override({ model: 'our-model', upstreamModel: ARN, baseModel: 'claude-opus-4-8' })]
    const { adapter, sent } = bedrockUpstream([MESSAGE], { overrides })
    const call = messagesCall({ model: 'Our-Model[1m]' })
    expect(adapter.target(call, bedrockCandidate())).toMatchObject({
      upstreamModel: ARN,
      model: { id: 'claude-opus-4-8' },
    })
    expect(await bytesOf(await adapter.attempt(call, bedrockCandidate(), never))).toContain(
      '"model":"claude-opus-4-8"',
    )
    expect(sent[0]!.url).toContain(encodeURIComponent(ARN))
  })

  test('one for another credential is none', async () => {
    const overrides = [override({ upstreamModel: ARN, credentialId: 'c2' })]
    const { adapter } = bedrockUpstream([], { overrides })
    expect(adapter.target(messagesCall(), bedrockCandidate()).upstreamModel).toBe(
      'us.anthropic.claude-haiku-4-5-20251001-v1:0',
    )
  })

  test('what it drops never goes out', async () => {
    const overrides = [override({ dropBetas: [BETA[1]!], dropFields: ['metadata'] })]
    const { adapter, sent } = bedrockUpstream([MESSAGE], { overrides })
    await adapter.attempt(
      messagesCall({ metadata: { user_id: 'u' } }, { headers: BETA }),
      bedrockCandidate(),
      never,
    )
    expect(JSON.parse(sent[0]!.body)).not.toHaveProperty('anthropic_beta')
    expect(JSON.parse(sent[0]!.body)).not.toHaveProperty('metadata')
  })
})

describe('an identity', () => {
  const EXPIRED: Given = {
    status: 403,
    headers: ['x-amzn-errortype', 'ExpiredTokenException'],
    body: '{"message":"expired"}',
  }

  function signer(renewable: boolean) {
    const signed: string[] = []
    let renewals = 0
    const port: AwsSigner = {
      sign(request, _candidate, service) {
        signed.push(service)
        return Promise.resolve({
          ...request,
          headers: [...request.headers, 'authorization', `AWS4 ${renewals}`],
        })
      },
      renew() {
        renewals++
        return renewable
      },
    }
    return { port, signed }
  }

  const attempt = (given: Given[], port: AwsSigner, candidate: Candidate, call = messagesCall()) => {
    const upstream = bedrockUpstream(given, { signer: port })
    return upstream.adapter.attempt(call, candidate, never).then((result) => ({ ...upstream, result }))
  }

  test('that AWS rejected is renewed once', async () => {
    const { port, signed } = signer(true)
    const { result, sent } = await attempt([EXPIRED, MESSAGE], port, iamCandidate())
    expect(result.kind).toBe('answer')
    expect(sent.map((request) => request.header('authorization'))).toEqual(['AWS4 0', 'AWS4 1'])
    expect(signed).toEqual(['bedrock', 'bedrock'])
    const again = await attempt([EXPIRED, EXPIRED], port, iamCandidate())
    expect(again.result).toMatchObject({ kind: 'failure', failure: { kind: 'credential_rejected' } })
  })

  test('that cannot be renewed is not tried again', async () => {
    const { result } = await attempt([EXPIRED], signer(false).port, iamCandidate())
    expect(result).toMatchObject({
      kind: 'failure',
      failure: { kind: 'credential_rejected', answer: { error: { status: 502 } } },
    })
  })

  test('on mantle signs for mantle', async () => {
    const { port, signed } = signer(false)
    const { credential, secret } = iamCandidate()
    await attempt([MESSAGE], port, { credential: { ...credential, surface: 'mantle' }, secret })
    expect(signed).toEqual(['bedrock-mantle'])
  })

  test('that cannot be had is a failure of the attempt', async () => {
    const port: AwsSigner = {
      sign: () => Promise.reject(new AwsIdentityError('no role', { isRejected: true })),
      renew: () => true,
    }
    for (const stream of [true, false]) {
      const { result, logged } = await attempt([], port, iamCandidate(), messagesCall({ stream }))
      expect(result).toMatchObject({
        kind: 'failure',
        failure: { kind: 'credential_rejected', reason: 'no role' },
      })
      expect(logged).toHaveLength(1)
    }
  })
})

test('a broken connection is a failure, a call that is called off is not', async () => {
  const broken = bedrockUpstream([new TransportError('network', 'ECONNRESET')])
  expect(await broken.adapter.attempt(messagesCall(), bedrockCandidate(), never)).toMatchObject({
    kind: 'failure',
    failure: { kind: 'network', reason: 'ECONNRESET' },
  })
  for (const fields of [{}, { stream: true }]) {
    const { adapter } = bedrockUpstream(['silence'])
    const leaving = new AbortController()
    const attempt = adapter.attempt(messagesCall(fields), bedrockCandidate(), leaving.signal)
    const left = new Error('left')
    leaving.abort(left)
    await expect(attempt).rejects.toBe(left)
  }
})
