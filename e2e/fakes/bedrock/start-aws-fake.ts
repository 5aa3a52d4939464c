// What the stand-ins for AWS share: recorded requests, behaviours, leaks, rejected callers, errors in the right shape.
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
import { AwsRejection, CallerRejection, type AwsError } from './aws-rejection.ts'
import type { BedrockBehaviour, OtherBehaviour } from './behaviours.ts'
import { checkCaller, type AcceptedCallers, type CallerProof, type CallerRules } from './check-caller.ts'
import { findLeaks, type Leak } from './find-leaks.ts'
import { isNative, sendAwsError, sendNativeError } from './send-error.ts'
import type { StandingRejection } from './standing-rejections.ts'

export interface AwsFakeOptions extends ServerOptions, AcceptedCallers {}

/** A request that was rejected before it was looked at: an unknown key, a wrong signature. */
export interface RejectedCaller extends AwsError {
  readonly request: RecordedRequest
}

export interface AcceptedCaller {
  readonly request: RecordedRequest
  readonly proof: CallerProof
}

export interface AwsFake extends ScriptedFake<BedrockBehaviour> {
  /** Credentials and cookies of someone else that reached this server, on any path. */
  readonly leaks: readonly Leak[]
  readonly rejectedCallers: readonly RejectedCaller[]
  readonly acceptedCallers: readonly AcceptedCaller[]
  /** Adds rejections to the usual rules of invocations, until `reset`. */
  readonly reject: (...rejections: StandingRejection[]) => void
  /** Behaviours of the requests that are no invocation; they have a queue of their own. */
  readonly others: BehaviourScript<OtherBehaviour>
}

/** What a route works with. */
export interface Desk {
  readonly invocations: BehaviourQueue<BedrockBehaviour>
  readonly others: BehaviourQueue<OtherBehaviour>
  readonly rejections: readonly StandingRejection[]
  readonly authenticate: (exchange: Exchange, rules: Omit<CallerRules, 'accepted'>) => Promise<void>
}

type Route = (exchange: Exchange, desk: Desk) => Promise<void>

export async function startAwsFake(options: AwsFakeOptions, route: Route): Promise<AwsFake> {
  const kept = {
    leaks: [] as Leak[],
    rejectedCallers: [] as RejectedCaller[],
    acceptedCallers: [] as AcceptedCaller[],
  }
  const rejections: StandingRejection[] = []
  const others = makeBehaviourQueue<OtherBehaviour>({ kind: 'answer' })
  const desk: Desk = {
    invocations: makeBehaviourQueue<BedrockBehaviour>({ kind: 'answer' }),
    others,
    rejections,
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
      if (!(error instanceof AwsRejection)) throw error
      if (error instanceof CallerRejection)
        kept.rejectedCallers.push({ ...error.error, request: exchange.request })
      sendRejection(exchange, error, rejections)
    }
  }, options)
  const fake = makeScriptedFake(server, desk.invocations, () => {
    for (const list of [...Object.values(kept), rejections]) list.length = 0
    others.clear()
  })
  return {
    ...fake,
    ...kept,
    others: { script: others.script, always: others.always },
    reject: (...more) => {
      rejections.push(...more)
    },
  }
}

/** Who may call is decided in front of the native surfaces, in the words of AWS. */
function sendRejection(
  exchange: Exchange,
  rejection: AwsRejection,
  standing: readonly StandingRejection[],
): void {
  const inAwsShape =
    rejection instanceof CallerRejection ||
    !isNative(exchange.request.path) ||
    standing.some(({ errorShape }) => errorShape === 'aws')
  if (inAwsShape) sendAwsError(exchange, rejection.error)
  else sendNativeError(exchange, rejection.error)
}
