// Carries out the behaviours that need no knowledge of the request.
import { createHash } from 'node:crypto'
import { withHeaders } from '../header-list.ts'
import { htmlPage } from '../html-page.ts'
import type { Exchange, RecordedRequest } from '../http-server.ts'
import { pause, untilGone } from '../pacing.ts'
import type { PlainBehaviour } from './behaviours.ts'
import { errorEnvelope } from './rejection.ts'
import { responseHeaders } from './response-headers.ts'

export async function answerPlainly(
  exchange: Exchange,
  behaviour: PlainBehaviour,
  requestId: string,
): Promise<void> {
  switch (behaviour.kind) {
    case 'hang':
      return untilGone(exchange)
    case 'reset':
      return exchange.resetConnection()
    case 'error':
      await pause(exchange, behaviour.delayMs)
      return sendError(exchange, behaviour, requestId)
    case 'html': {
      const { status = 502, headers } = behaviour
      const edge = [
        'content-type',
        'text/html; charset=UTF-8',
        'cf-ray',
        '8f0000000000abcd-FRA',
        'server',
        'cloudflare',
      ]
      exchange.response.writeHead(status, withHeaders(edge, headers))
      exchange.response.end(htmlPage(status))
      return
    }
    case 'redirect':
      exchange.response.writeHead(behaviour.status ?? 307, {
        location: behaviour.location,
        'content-length': 0,
      })
      exchange.response.end()
      return
    case 'echo':
      exchange.response.writeHead(
        behaviour.status ?? 200,
        withHeaders(responseHeaders(requestId, 'application/json'), behaviour.headers),
      )
      exchange.response.end(JSON.stringify(echoOf(exchange.request)))
      return
  }
}

type ErrorBehaviour = Extract<PlainBehaviour, { kind: 'error' }>

export function sendError(
  { response }: Exchange,
  error: Omit<ErrorBehaviour, 'kind'>,
  requestId: string,
): void {
  const { raw, status } = error
  const content = raw?.body ?? errorEnvelope(error, requestId)
  const usual = raw ? ['content-type', raw.contentType] : responseHeaders(requestId, 'application/json')
  const length = { 'content-length': String(Buffer.byteLength(content)) }
  response.writeHead(status, withHeaders(usual, { ...length, ...error.headers }))
  response.end(content)
}

/** What arrived; the values of credentials are hidden, so that an echo is no leak. */
export interface Echo {
  readonly method: string
  readonly path: string
  /** With its question mark; empty when there is none. */
  readonly query: string
  readonly raw_headers: readonly string[]
  readonly headers: Readonly<Record<string, string>>
  readonly body_bytes: number
  readonly body_sha256: string
}

export function echoOf({ method, path, url, rawHeaders, headers, body, digest }: RecordedRequest): Echo {
  const shown = (name: string, value: string) =>
    /^(authorization|x-api-key)$/i.test(name) ? '(hidden)' : value
  return {
    method,
    path,
    query: url.slice(path.length),
    raw_headers: rawHeaders.map((text, index) =>
      index % 2 === 0 ? text : shown(rawHeaders[index - 1] ?? '', text),
    ),
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, shown(name, String(value))]),
    ),
    body_bytes: digest?.sizeBytes ?? body.byteLength,
    body_sha256: digest?.sha256 ?? createHash('sha256').update(body).digest('hex'),
  }
}
