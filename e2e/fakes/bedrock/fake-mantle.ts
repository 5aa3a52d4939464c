// A scripted stand-in for Bedrock's mantle endpoint: the Messages API with bare model ids, and counting.
import type { Exchange } from '../http-server.ts'
import { viewRequest } from '../request-view.ts'
import { answerNative } from './answer-native.ts'
import { answerOther } from './answer-other.ts'
import { parseBody } from './check-body.ts'
import { checkNative, requestedModel } from './check-native.ts'
import { resolveMantleModel } from './mantle-ids.ts'
import { startAwsFake, type AwsFake, type AwsFakeOptions, type Desk } from './start-aws-fake.ts'

export type FakeMantle = AwsFake

const service = 'bedrock-mantle'

export function startFakeMantle(options: AwsFakeOptions = {}): Promise<FakeMantle> {
  return startAwsFake(options, answerRequest)
}

async function answerRequest(exchange: Exchange, desk: Desk): Promise<void> {
  const { request } = exchange
  switch (`${request.method} ${request.path}`) {
    case 'POST /anthropic/v1/messages':
      return answerNative(exchange, desk, { surface: 'mantle', service, resolve: resolveMantleModel })
    case 'POST /anthropic/v1/messages/count_tokens': {
      const answer = () => countTokens(exchange)
      return answerOther(exchange, desk, { service, takesKeyHeader: true, answer })
    }
    default:
      return answerOther(exchange, desk, null)
  }
}

function countTokens({ request }: Exchange): { input_tokens: number } {
  const body = parseBody(request.body)
  const model = resolveMantleModel(requestedModel(body))
  checkNative(request.headers, body, { model, surface: 'mantle', required: ['messages'] })
  return { input_tokens: viewRequest(body).promptTokens }
}
