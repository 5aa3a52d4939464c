// What the stand-ins for AWS share: recorded requests, behaviours, leaks, refused callers, errors in the right shape.
import {
  startRecordingServer,
  type Exchange,
  type RecordedRequest,
  type ServerOptions,
} from '../http-server.ts'
import {
  makeBehaviourQueue,
  makeScriptedFake,
  type BehaviourQueue,
  type BehaviourScript,
  type ScriptedFake,
} from '../scripted-fake.ts'
import { AwsRefusal, CallerRefusal, type AwsError } from './aws-refusal.ts'
import type { BedrockBehaviour, OtherBehaviour } from './behaviours.ts'
import { checkCaller, type AcceptedCallers, type CallerProof, type CallerRules } from './check-caller.ts'
import { findLeaks, type Leak } from './find-leaks.ts'
import { isNative, sendAwsError, sendNativeError } from './send-error.ts'
import type { StandingRefusal } from './standing-refusals.ts'

export interface AwsFakeOptions extends ServerOptions, AcceptedCallers {}

/** A request that was refused before it was looked at: an unknown key, a wrong signature. */
export interface RefusedCaller extends AwsError {
  readonly request: RecordedRequest
}

export interface AcceptedCaller {
  readonly request: RecordedRequest
  readonly proof: CallerProof
}

export interface AwsFake extends ScriptedFake<BedrockBehaviour> {
  /** Credentials and cookies of someone else that reached this server, on any path. */
  readonly leaks: readonly Leak[]
  readonly refusedCallers: readonly RefusedCaller[]
  readonly acceptedCallers: readonly AcceptedCaller[]
  /** Adds refusals to the usual rules of invocations, until `reset`. */
  readonly refuse: (...refusals: StandingRefusal[]) => void
  /** Behaviours of the requests that are no invocation; they have a queue of their own. */
  readonly others: BehaviourScript<OtherBehaviour>
}

/** What a route works with. */
export interface Desk {
  readonly invocations: BehaviourQueue<BedrockBehaviour>
  readonly others: BehaviourQueue<OtherBehaviour>
  readonly refusals: readonly StandingRefusal[]
  readonly authenticate: (exchange: Exchange, rules: Omit<CallerRules, 'accepted'>) => Promise<void>
}

type Route = (exchange: Exchange, desk: Desk) => Promise<void>

export async function startAwsFake(options: AwsFakeOptions, route: Route): Promise<AwsFake> {
  const kept = {
    leaks: [] as Leak[],
    refusedCallers: [] as RefusedCaller[],
    acceptedCallers: [] as AcceptedCaller[],
  }
  const refusals: StandingRefusal[] = []
  const others = makeBehaviourQueue<OtherBehaviour>({ kind: 'answer' })
  const desk: Desk = {
    invocations: makeBehaviourQueue<BedrockBehaviour>({ kind: 'answer' }),
    others,
    refusals,
    authenticate: async ({ request }, rules) => {
      const found = kept.leaks.filter((leak) => leak.request === request)
      const proof = await checkCaller(request, found, { ...rules, accepted: options })
      kept.acceptedCallers.push({ request, proof })
    },
  }
  const server = await startRecordingServer(async (exchange) => {
    kept.leaks.push(...findLeaks(exchange.request))
    try {
      await route(exchange, desk)
    } catch (error) {
      if (!(error instanceof AwsRefusal)) throw error
      if (error instanceof CallerRefusal)
        kept.refusedCallers.push({ ...error.error, request: exchange.request })
      sendRefusal(exchange, error, refusals)
    }
  }, options)
  const fake = makeScriptedFake(server, desk.invocations, () => {
    for (const list of [...Object.values(kept), refusals]) list.length = 0
    others.clear()
  })
  return {
    ...fake,
    ...kept,
    others: { script: others.script, always: others.always },
    refuse: (...more) => {
      refusals.push(...more)
    },
  }
}

/** Who may call is decided in front of the native surfaces, in the words of AWS. */
function sendRefusal(exchange: Exchange, refusal: AwsRefusal, standing: readonly StandingRefusal[]): void {
  const inAwsShape =
    refusal instanceof CallerRefusal ||
    !isNative(exchange.request.path) ||
    standing.some(({ errorShape }) => errorShape === 'aws')
  if (inAwsShape) sendAwsError(exchange, refusal.error)
  else sendNativeError(exchange, refusal.error)
}
