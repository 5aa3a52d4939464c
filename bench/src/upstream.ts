// A process: the fastest stand-in for both providers that still streams event by event.
import { createServer, type ServerResponse } from 'node:http'
import { frameAnswer, messageAnswer, sseAnswer } from './answers.ts'
import { listenForParent } from './listen-for-parent.ts'

const message = messageAnswer()
const events = sseAnswer()
const frames = frameAnswer()

const REQUEST_ID = 'req_01BenchBenchBenchBenchBe'
const RATE_LIMITS = ['requests', 'tokens', 'input-tokens', 'output-tokens'].flatMap((name) =>
  Object.entries({ limit: '4000', remaining: '3999', reset: '2030-01-01T00:00:00Z' }).flatMap(
    ([what, value]) => [`anthropic-ratelimit-${name}-${what}`, value],
  ),
)
const ANTHROPIC_HEADERS = ['request-id', REQUEST_ID, ...RATE_LIMITS]
const BEDROCK_HEADERS = ['x-amzn-requestid', 'a1a1a1a1-b2b2-c3c3-d4d4-e5e5e5e5e5e5']

/** Between two events of a stream; 0 for as fast as they can be written. */
let paceMs = 0

export interface PaceMessage {
  readonly paceMs: number
}

const server = createServer((request, response) => {
  let asksForStream = false
  // The bodies of the benchmark name `stream` among their first members.
  request.once('data', (chunk: Buffer) => {
    asksForStream = chunk.subarray(0, 256).includes('"stream":true')
  })
  request.resume()
  request.once('end', () => answer(request.url ?? '', asksForStream, response))
})

function answer(url: string, asksForStream: boolean, response: ServerResponse): void {
  if (url.startsWith('/model/')) {
    if (url.endsWith('/invoke-with-response-stream')) {
      return stream(response, 'application/vnd.amazon.eventstream', BEDROCK_HEADERS, frames)
    }
    return whole(response, BEDROCK_HEADERS)
  }
  if (asksForStream) return stream(response, 'text/event-stream; charset=utf-8', ANTHROPIC_HEADERS, events)
  whole(response, ANTHROPIC_HEADERS)
}

function whole(response: ServerResponse, headers: readonly string[]): void {
  const length = String(message.length)
  response.writeHead(200, ['content-type', 'application/json', 'content-length', length, ...headers])
  response.end(message)
}

/** One write per event, each in a turn of the event loop of its own. */
function stream(
  response: ServerResponse,
  contentType: string,
  headers: readonly string[],
  chunks: readonly Buffer[],
): void {
  response.writeHead(200, ['content-type', contentType, ...headers])
  let next = 0
  const step = () => {
    if (response.destroyed) return
    const hasRoom = response.write(chunks[next++]!)
    if (next === chunks.length) response.end()
    else if (hasRoom) later(step)
    else response.once('drain', step)
  }
  step()
}

function later(step: () => void): void {
  if (paceMs === 0) setImmediate(step)
  else setTimeout(step, paceMs)
}

process.on('message', (message: PaceMessage) => {
  paceMs = message.paceMs
})
listenForParent(server)
