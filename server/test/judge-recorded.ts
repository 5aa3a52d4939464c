// Answers as the services give them, and how a test puts them before a check of the conformance list.
import { describe, expect, test } from 'vitest'
import { findModel } from '../src/core/models/catalog.ts'
import { FIRST_CHECK, FURTHER_CHECKS } from '../src/core/conformance/check-list.ts'
import { Unfit, type Seen, type Step, type Subject, type Verdict } from '../src/core/conformance/check.ts'

export const ON = {
  anthropic: {
    provider: 'anthropic',
    surface: null,
    modelName: 'claude-haiku-4-5',
    model: findModel('claude-haiku-4-5')!,
    upstreamModel: 'claude-haiku-4-5',
  },
  bedrock: {
    provider: 'bedrock',
    surface: 'invoke',
    modelName: 'claude-haiku-4-5',
    model: findModel('claude-haiku-4-5')!,
    upstreamModel: 'global.anthropic.claude-haiku-4-5-20251001-v1:0',
  },
} as const satisfies Record<string, Subject>

export const withModel = (subject: Subject, name: string): Subject => ({
  ...subject,
  modelName: name,
  model: findModel(name)!,
})

const JSON_TYPE = ['content-type', 'application/json']

export function seen(text: string, more: Partial<Seen> = {}): Seen {
  return { status: 200, headers: JSON_TYPE, text, broken: null, reason: null, ...more }
}

export const MESSAGE = {
  id: 'msg_01A',
  type: 'message',
  role: 'assistant',
  model: 'claude-haiku-4-5-20251001',
  content: [{ type: 'text', text: 'ok' }],
  stop_reason: 'end_turn',
  stop_sequence: null,
  usage: { input_tokens: 9, cache_creation_input_tokens: 0, cache_read_input_tokens: 0, output_tokens: 4 },
}
export const messageSeen = (changes: object = {}, more: Partial<Seen> = {}) =>
  seen(JSON.stringify({ ...MESSAGE, ...changes }), more)

export function errorSeen(status: number, type: string, message: string): Seen {
  const envelope = { type: 'error', error: { type, message }, request_id: 'req_011' }
  return seen(JSON.stringify(envelope), { status, reason: message })
}
const RATE_LIMITED = errorSeen(429, 'rate_limit_error', 'This request would exceed the rate limit.')
export const TOO_OLD = errorSeen(400, 'invalid_request_error', 'claude_code_version_too_old')

export type Event = readonly [name: string, fields?: object]
export const START: Event = [
  'message_start',
  { message: { ...MESSAGE, content: [], stop_reason: null, usage: { input_tokens: 9, output_tokens: 1 } } },
]
export const PING: Event = ['ping']
export const DELTA: Event = [
  'message_delta',
  { delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 4 } },
]
export const STOP: Event = ['message_stop']
export const block = (index: number, content_block: object, ...deltas: object[]): Event[] => [
  ['content_block_start', { index, content_block }],
  ...deltas.map((delta): Event => ['content_block_delta', { index, delta }]),
  ['content_block_stop', { index }],
]
export const TEXT = block(0, { type: 'text', text: '' }, { type: 'text_delta', text: 'ok' })
export const GOOD_STREAM = [START, PING, ...TEXT, DELTA, STOP]

export const sse = (events: readonly Event[]) =>
  events.map(([type, fields]) => `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`).join('')
export const streamSeen = (events: readonly Event[], more: Partial<Seen> = {}) =>
  seen(sse(events), { headers: ['Content-Type', 'text/event-stream; charset=utf-8'], ...more })

export function stepsOf(name: string, subject: Subject): readonly Step[] {
  const plan = check(name).plan(subject)
  if ('result' in plan) throw new TypeError(`${name} needs no call: ${plan.detail}`)
  return plan
}

export function check(name: string) {
  return [FIRST_CHECK, ...FURTHER_CHECKS].find((one) => one.name === name)!
}

/** The verdict on answers in turn, each judged if the one before passed. */
export function verdictOn(name: string, subject: Subject, ...answers: Seen[]): Verdict {
  const steps = stepsOf(name, subject)
  let verdict: Verdict = { result: 'fail', detail: 'no answer' }
  for (const [i, answer] of answers.entries()) {
    try {
      steps[i]!.request(answers.slice(0, i))
      verdict = steps[i]!.judge(answer, answers.slice(0, i))
    } catch (error) {
      if (!(error instanceof Unfit)) throw error
      return { result: 'fail', detail: error.message }
    }
    if (verdict.result !== 'pass') return verdict
  }
  return verdict
}

export const bodyOf = (step: Step, ...earlier: Seen[]) =>
  JSON.parse(step.request(earlier).body!) as Record<string, unknown>

type Case = readonly [what: string, answers: Seen | readonly Seen[], result: Verdict['result'], says: RegExp]

export function judges(name: string, subject: Subject, cases: readonly Case[]): void {
  describe(`${name} on ${subject.provider}`, () => {
    test.each(cases)('%s', (_what, answers, result, says) => {
      const list: readonly Seen[] = 'status' in answers ? [answers] : answers
      const verdict = verdictOn(name, subject, ...list)
      expect([verdict.result, verdict.detail]).toEqual([result, expect.stringMatching(says)])
    })
    test('a rate limit fails it, in the words of the upstream', () => {
      const verdict = verdictOn(name, subject, RATE_LIMITED)
      expect([verdict.result, verdict.detail]).toEqual(['fail', expect.stringContaining('429')])
    })
  })
}
