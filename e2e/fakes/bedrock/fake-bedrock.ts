// A scripted stand-in for the Bedrock runtime and the inference profiles of its control plane.
import type { Exchange } from '../http-server.ts'
import { answerInvocation } from './answer-invocation.ts'
import { answerNative } from './answer-native.ts'
import { answerOther } from './answer-other.ts'
import { AwsRejection } from './aws-rejection.ts'
import { checkBody, parseBody } from './check-body.ts'
import { messagesBodyOf } from './converse-request.ts'
import { countTokens } from './count-tokens.ts'
import { getProfile, listProfiles } from './inference-profiles.ts'
import { decodeModelId, resolveModel, type ModelId } from './model-ids.ts'
import { checkStandingRejections } from './standing-rejections.ts'
import { startAwsFake, type AwsFake, type AwsFakeOptions, type Desk } from './start-aws-fake.ts'

interface FakeBedrockOptions extends AwsFakeOptions {
  /** Accepted besides the known model and profile ids: ids, or ids and ARNs with the model behind them. */
  readonly modelIds?: readonly ModelId[]
}

export type FakeBedrock = AwsFake

/** The documented limit of an InvokeModel body. */
const maxBodyBytes = 25_000_000

export function startFakeBedrock(options: FakeBedrockOptions = {}): Promise<FakeBedrock> {
  return startAwsFake(options, (exchange, desk) => answerRequest(exchange, desk, options.modelIds))
}

const runtime = { service: 'bedrock', takesKeyHeader: false } as const

async function answerRequest(
  exchange: Exchange,
  desk: Desk,
  modelIds: readonly ModelId[] | undefined,
): Promise<void> {
  const { request } = exchange
  const route = `${request.method} ${request.path}`
  if (route === 'POST /anthropic/v1/messages') {
    const resolve = (id: string) => resolveModel(id, modelIds)
    return answerNative(exchange, desk, { surface: 'messages', service: 'bedrock', resolve })
  }
  const [, segment, operation] = /^POST \/model\/([^/]+)\/([a-z-]+)$/.exec(route) ?? []
  if (segment !== undefined && operation !== undefined && Object.hasOwn(invocationForms, operation)) {
    const form = invocationForms[operation as Operation]
    return answerModel(exchange, desk, { segment, form, modelIds })
  }
  const answer = otherAnswers(exchange, {
    route,
    segment: operation === 'count-tokens' ? segment : undefined,
    modelIds,
  })
  return answerOther(exchange, desk, answer === null ? null : { ...runtime, answer })
}

const invocationForms = {
  invoke: 'message',
  'invoke-with-response-stream': 'frames',
  converse: 'converse',
  'converse-stream': 'converse_frames',
} as const

type Operation = keyof typeof invocationForms

interface ModelCall {
  readonly segment: string
  readonly form: (typeof invocationForms)[Operation]
  readonly modelIds: readonly ModelId[] | undefined
}

async function answerModel(
  exchange: Exchange,
  desk: Desk,
  { segment, form, modelIds }: ModelCall,
): Promise<void> {
  const { request } = exchange
  const behaviour = desk.invocations.next()
  await desk.authenticate(exchange, runtime)
  if (request.body.byteLength > maxBodyBytes) {
    throw new AwsRejection({
      status: 413,
      exception: 'RequestEntityTooLargeException',
      message: 'The request body is too large.',
    })
  }
  const modelId = decodeModelId(segment)
  const sent = parseBody(request.body)
  const model = resolveModel(modelId, modelIds)
  if (form === 'converse' || form === 'converse_frames') {
    return answerInvocation(exchange, { body: messagesBodyOf(sent), form, model: model.id }, behaviour)
  }
  const betas = checkBody(sent, model)
  checkStandingRejections({ body: sent, betas, modelId, model }, desk.rejections)
  await answerInvocation(exchange, { body: sent, form, model: model.id }, behaviour)
}

interface OtherCall {
  readonly route: string
  /** Of a count-tokens path. */
  readonly segment: string | undefined
  readonly modelIds: readonly ModelId[] | undefined
}

/** Null for a path that the service does not have. */
function otherAnswers({ request }: Exchange, { route, segment, modelIds }: OtherCall): (() => object) | null {
  if (segment !== undefined) return () => countTokens(parseBody(request.body), decodeModelId(segment))
  if (route === 'GET /inference-profiles') {
    return () => listProfiles(new URLSearchParams(request.url.slice(request.path.length + 1)), modelIds)
  }
  const id = /^GET \/inference-profiles\/([^/]+)$/.exec(route)?.[1]
  return id === undefined ? null : () => getProfile(decodeModelId(id), modelIds)
}
