// A request of the native Messages API, on the runtime and on mantle.
import type { ClaudeModel } from '../claude-models.ts'
import type { Exchange } from '../http-server.ts'
import { answerInvocation } from './answer-invocation.ts'
import type { Surface } from './accepted-betas.ts'
import { AwsRejection } from './aws-rejection.ts'
import { parseBody } from './check-body.ts'
import { checkNative, requestedModel } from './check-native.ts'
import type { CallerRules } from './check-caller.ts'
import { checkStandingRejections } from './standing-rejections.ts'
import type { Desk } from './start-aws-fake.ts'

interface NativeSurface {
  readonly surface: Exclude<Surface, 'invoke'>
  readonly service: CallerRules['service']
  readonly resolve: (modelId: string) => ClaudeModel
}

const maxBodyBytes = 25_000_000

export async function answerNative(
  exchange: Exchange,
  desk: Desk,
  { surface, service, resolve }: NativeSurface,
): Promise<void> {
  const { request } = exchange
  const behaviour = desk.invocations.next()
  await desk.authenticate(exchange, { service, takesKeyHeader: true })
  if (request.body.byteLength > maxBodyBytes) {
    throw new AwsRejection({ status: 413, message: 'Request exceeds the maximum size' })
  }
  const body = parseBody(request.body)
  const modelId = requestedModel(body)
  const model = resolve(modelId)
  const required = ['max_tokens', 'messages']
  const betas = checkNative(request.headers, body, { model, surface, required })
  checkStandingRejections({ body, betas, modelId, model }, desk.rejections)
  const form = body['stream'] === true ? 'events' : 'native_message'
  await answerInvocation(exchange, { body, form, model: modelId }, behaviour)
}
