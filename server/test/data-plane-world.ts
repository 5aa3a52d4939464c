// A whole call without a socket: a project with two credentials, upstreams that answer as they are told, a client that reads.
import { expect, vi } from 'vitest'
import {
  ClientClosedError,
  type ClientCall,
  type ClientResponse,
} from '../src/core/data-plane/client-call.ts'
import { routeCall, type RoutePorts } from '../src/core/data-plane/route-call.ts'
import { serveCall, type ServeCallPorts } from '../src/core/data-plane/serve-call.ts'
import type { RequestRecord } from '../src/core/requests/request-record.ts'
import { digestBucket, type PoolMember, type RoutedProject } from '../src/core/routing/gateway-state.ts'
import type { AttemptResult, ResponseEnd } from '../src/core/upstream/provider.ts'
import { makeUpstreamResponse } from '../src/core/upstream/upstream-response.ts'
import { emptyUsage } from '../src/core/usage/token-usage.ts'
import { Secret } from '../src/core/vault/secret.ts'
import { SILENT_LOG } from './silent-log.ts'

export const KEY = `hg_live_${'k'.repeat(43)}`
const DAY = new Date('2026-12-01T12:00:00Z')
export const bytes = (text: string) => new TextEncoder().encode(text)

export function member(accountId: string, more: { enabled?: boolean } = {}): PoolMember {
  return {
    candidate: {
      credential: {
        provider: 'anthropic',
        method: 'api_key',
        id: `id-${accountId}`,
        accountId,
        name: accountId,
        endpointUrl: null,
        enabled: more.enabled ?? true,
        createdAt: DAY,
        updatedAt: DAY,
        keyPreview: null,
      },
      secret: { method: 'api_key', apiKey: new Secret('sk-ant-api03-something-long') },
    },
    priority: 0,
    weight: 1,
  }
}

export type Attempt = (signal: AbortSignal) => AttemptResult | Promise<AttemptResult>

interface World {
  readonly headers?: readonly string[]
  readonly method?: string
  readonly url?: string
  readonly body?: string | (() => Promise<never>)
  readonly pool?: readonly PoolMember[]
  readonly enabled?: boolean
  readonly attempts?: readonly Attempt[]
  /** What the client does with the response, instead of reading it whole. */
  readonly client?: (response: ClientResponse, leave: () => void) => Promise<void>
  readonly leaveFirst?: boolean
}

export async function serve(world: World) {
  const controller = new AbortController()
  const leave = () => controller.abort(new ClientClosedError())
  const digest = (text: string) => bytes(text.padEnd(32).slice(0, 32))
  const project: RoutedProject = {
    id: 'p1',
    slug: 'web',
    enabled: world.enabled ?? true,
    strategy: 'priority',
    workspaceAccess: false,
    passThrough: false,
    pool: world.pool ?? [member('a'), member('b')],
  }
  const known = {
    id: 'k1',
    digest: digest(KEY),
    projectId: 'p1',
    name: 'K',
    expiresAt: null,
    revokedAt: null,
  }
  const queue = [...(world.attempts ?? [])]
  const port = {
    target: () => ({ upstreamModel: 'm', model: null }),
    attempt: async (_call: unknown, _candidate: unknown, signal: AbortSignal) => queue.shift()!(signal),
  }
  const records: RequestRecord[] = []
  const denials: object[] = []
  const budget = { held: 0 }
  let time = 0
  const ports: ServeCallPorts & RoutePorts = {
    state: () => ({
      keys: new Map([[digestBucket(known.digest), [known]]]),
      projects: new Map([['p1', project]]),
      overrides: [],
    }),
    clock: { now: () => DAY, monotonicMs: () => (time += 10) },
    digest,
    equalBytes: (a, b) => a.join() === b.join(),
    noteDenial: async (denial) => void denials.push(denial),
    record: (record) => void records.push(record),
    begun: () => undefined,
    log: { ...SILENT_LOG, error: vi.fn() },
    modelAliases: true,
    random: () => 0,
    health: { isCooling: () => false, note: vi.fn(), recover: vi.fn() },
    adapters: { anthropic: port, bedrock: port },
    anthropicPaths: port,
    bedrockPaths: port,
    hasBedrockControl: true,
    upstreamModels: async () => [],
  }
  const seen: ClientResponse[] = []
  let text = ''
  const readWhole = async (response: ClientResponse, onFirstByte: () => void) => {
    if (response.kind !== 'stream') return
    for await (const chunk of response.body) {
      onFirstByte()
      text += new TextDecoder().decode(chunk)
    }
  }
  const body = world.body ?? '{"model":"claude-haiku-4-5","max_tokens":1,"messages":[]}'
  const call: ClientCall = {
    requestId: 'req_1',
    method: world.method ?? 'POST',
    url: world.url ?? '/v1/messages?beta=true',
    rawHeaders: world.headers ?? ['x-api-key', KEY],
    address: '127.0.0.1',
    signal: controller.signal,
    async readBody() {
      if (typeof body !== 'string') return body()
      budget.held++
      return { received: bytes(body), plain: bytes(body), release: () => void budget.held-- }
    },
    streamBody: () => null,
    async respond(response, onFirstByte) {
      seen.push(response)
      await (world.client ? world.client(response, leave) : readWhole(response, onFirstByte))
    },
  }
  if (world.leaveFirst) leave()
  await serveCall(ports, call, (served) => routeCall(ports, served))
  expect(budget.held).toBe(0)
  return {
    response: seen[0] ?? null,
    text,
    record: records[0] ?? null,
    records,
    denials,
    left: queue.length,
    ports,
  }
}

export function answer(text: string, end: ResponseEnd = { kind: 'complete' }): Attempt {
  return () => ({
    kind: 'answer',
    answer: makeUpstreamResponse({
      status: 200,
      headers: ['content-type', 'application/json'],
      streamed: false,
      upstreamRequestId: () => 'req_up',
      usage: () => ({ ...emptyUsage(), inputTokens: 3, outputTokens: 4 }),
      body: async function* (finish) {
        try {
          yield bytes(text)
          finish(end)
          if (end.kind === 'cut') throw new Error('cut')
        } finally {
          finish({ kind: 'unread' })
        }
      },
    }),
  })
}

export function failure(kind: 'rate_limited' | 'invalid_request' | 'network', status: number): Attempt {
  return () => ({
    kind: 'failure',
    failure: {
      kind,
      status,
      reason: `${kind} it is`,
      retryAfterMs: null,
      upstreamRequestId: null,
      answer: { kind: 'verbatim', status, headers: [], body: bytes(kind), errorType: 'some_error' },
    },
  })
}
