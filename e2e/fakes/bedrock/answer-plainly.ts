// Carries out the behaviours that need no knowledge of the request.
import type { Exchange } from '../http-server.ts'
import { pause, untilGone } from '../pacing.ts'
import { htmlPage } from '../html-page.ts'
import type { PlainBehaviour } from './behaviours.ts'
import { jsonHeaders } from './response-headers.ts'
import { sendScriptedError } from './send-error.ts'

export async function answerPlainly(exchange: Exchange, behaviour: PlainBehaviour): Promise<void> {
  const { response } = exchange
  switch (behaviour.kind) {
    case 'hang':
      return untilGone(exchange)
    case 'reset':
      return exchange.resetConnection()
    case 'error':
      await pause(exchange, behaviour.delayMs)
      return sendScriptedError(exchange, behaviour)
    case 'html': {
      const { status = 503, headers } = behaviour
      response.writeHead(status, { server: 'awselb/2.0', 'content-type': 'text/html', ...headers })
      response.end(htmlPage(status))
      return
    }
    case 'unknown_operation':
      return sendUnknownOperation(exchange, behaviour.status)
  }
}

/** What AWS services answer on paths that they do not have, an ARN with an unescaped slash among them. */
export function sendUnknownOperation({ response }: Exchange, status = 404): void {
  response.writeHead(status, [...jsonHeaders(), 'x-amzn-ErrorType', 'UnknownOperationException'])
  response.end('{"Output":{"__type":"com.amazon.coral.service#UnknownOperationException"},"Version":"1.0"}')
}
