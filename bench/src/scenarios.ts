// What is measured: one kind of call each, as it looks to a gateway and to a proxy that passes everything on.
import type { AnswerKind } from './check-answer.ts'
import { bedrockBody, largeBody, smallBody } from './request-bodies.ts'

export const SCENARIO_IDS = ['message', 'stream', 'paced-stream', 'bedrock-stream', 'large-body'] as const
export type ScenarioId = (typeof SCENARIO_IDS)[number]

export interface Call {
  readonly path: string
  readonly body: string
  readonly expects: AnswerKind
}

export interface Scenario {
  readonly id: ScenarioId
  readonly title: string
  readonly provider: 'anthropic' | 'bedrock'
  readonly connections: number
  /** Between two events of a stream; 0 for as fast as the upstream can write them. */
  readonly paceMs: number
  readonly viaGateway: Call
  readonly viaProxy: Call
}

const MESSAGES = '/v1/messages?beta=true'
const BEDROCK = '/model/us.anthropic.claude-haiku-4-5-20251001-v1%3A0/invoke-with-response-stream'

/**
 * A saturated proxy finds many events in one read, so the fast stream shows throughput. A paced one makes it handle
 * each event by itself, as real streams do.
 */
const PACE_MS = 4

/** In the order they run: the one with large bodies last, because memory grows and all of them share the process. */
export function makeScenarios(): readonly Scenario[] {
  const small: Call = { path: MESSAGES, body: smallBody(false), expects: 'message' }
  const stream: Call = { path: MESSAGES, body: smallBody(true), expects: 'sse' }
  const large: Call = { path: MESSAGES, body: largeBody(2 ** 20), expects: 'message' }
  const bedrockStream: Call = { path: BEDROCK, body: bedrockBody(), expects: 'frames' }
  return [
    {
      id: 'message',
      title: 'Small JSON call',
      provider: 'anthropic',
      connections: 16,
      paceMs: 0,
      viaGateway: small,
      viaProxy: small,
    },
    {
      id: 'stream',
      title: 'Stream of 100 events, as fast as possible',
      provider: 'anthropic',
      connections: 32,
      paceMs: 0,
      viaGateway: stream,
      viaProxy: stream,
    },
    {
      id: 'paced-stream',
      title: `Stream of 100 events, one every ${PACE_MS} ms`,
      provider: 'anthropic',
      connections: 32,
      paceMs: PACE_MS,
      viaGateway: stream,
      viaProxy: stream,
    },
    {
      id: 'bedrock-stream',
      title: `Bedrock stream of 100 events, one every ${PACE_MS} ms: the gateway translates, the others pass on`,
      provider: 'bedrock',
      connections: 32,
      paceMs: PACE_MS,
      viaGateway: stream,
      viaProxy: bedrockStream,
    },
    {
      id: 'large-body',
      title: 'Request body of 1 MB, JSON answer',
      provider: 'anthropic',
      connections: 16,
      paceMs: 0,
      viaGateway: large,
      viaProxy: large,
    },
  ]
}

/** What Claude Code sends, less the credential. */
export const CLIENT_HEADERS: readonly string[] = Object.entries({
  accept: 'application/json',
  'content-type': 'application/json',
  'user-agent': 'claude-cli/2.4.1 (external, cli)',
  'anthropic-version': '2023-06-01',
  'anthropic-beta': 'claude-code-20250219,interleaved-thinking-2025-05-14,context-management-2025-06-27',
  'anthropic-dangerous-direct-browser-access': 'true',
  'x-app': 'cli',
  'x-claude-code-session-id': '5f0c1d1e-7a34-4c55-9a0e-2d6f3b8c9e10',
  'x-stainless-lang': 'js',
  'x-stainless-package-version': '1.12.0',
  'x-stainless-os': 'Linux',
  'x-stainless-arch': 'x64',
  'x-stainless-runtime': 'node',
  'x-stainless-runtime-version': 'v24.21.0',
  'x-stainless-retry-count': '0',
  'x-stainless-timeout': '600',
}).flat()
