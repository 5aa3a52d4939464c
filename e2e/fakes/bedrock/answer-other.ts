// Answers a request that is no invocation, or says that the service does not have the path.
import type { Exchange } from '../http-server.ts'
import { pause } from '../pacing.ts'
import { answerPlainly, sendUnknownOperation } from './answer-plainly.ts'
import type { CallerRules } from './check-caller.ts'
import { jsonHeaders } from './response-headers.ts'
import type { Desk } from './start-aws-fake.ts'

interface OtherRoute extends Omit<CallerRules, 'accepted'> {
  /** The usual answer; may throw an AwsRejection. */
  readonly answer: () => object
}

/** @param route null when the service does not have the path; such requests are not authenticated. */
export async function answerOther(exchange: Exchange, desk: Desk, route: OtherRoute | null): Promise<void> {
  const behaviour = desk.others.next()
  if (route !== null) await desk.authenticate(exchange, route)
  if (behaviour.kind !== 'answer') return answerPlainly(exchange, behaviour)
  if (route === null) return sendUnknownOperation(exchange)
  const usual = route.answer()
  await pause(exchange, behaviour.delayMs)
  exchange.response.writeHead(200, jsonHeaders())
  exchange.response.end(JSON.stringify(withCount(usual, behaviour.inputTokens)))
}

/** Both spellings of a count, on the runtime and on mantle. */
function withCount(usual: object, count: number | undefined): object {
  if (count === undefined) return usual
  return 'input_tokens' in usual ? { input_tokens: count } : { inputTokens: count }
}
