// Listens on this machine for the browser that returns from the sign-in page.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'

export interface CallbackListener {
  readonly port: number
  /** Passes each returning address to `take` until one is good or an error ends the wait. */
  wait<T>(take: (query: URLSearchParams) => Promise<Verdict<T>>, timeoutMs: number): Promise<T>
  close(): void
}

export type Verdict<T> =
  | { readonly kind: 'good'; readonly value: T; readonly message: string }
  /** The wait goes on: for example, the state belongs to another sign-in. */
  | { readonly kind: 'wait'; readonly message: string }
  | { readonly kind: 'over'; readonly error: Error }

export class CallbackTimeout extends Error {
  override name = 'CallbackTimeout'
}

const PATH = '/callback'
const TRIES = 5

/** Listens on the same port of both loopback addresses: browsers resolve `localhost` to either. */
export async function listenForCallback(): Promise<CallbackListener> {
  let handle: (request: IncomingMessage, response: ServerResponse) => void = (_request, response) =>
    answerPage(response, 503, 'Not ready', 'Try again in a moment.')
  const onRequest = (request: IncomingMessage, response: ServerResponse) => handle(request, response)
  const servers = await listenOnBoth(onRequest)
  const { port } = servers[0]!.address() as AddressInfo
  return {
    port,
    wait: (take, timeoutMs) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new CallbackTimeout()), timeoutMs)
        const settle = (done: () => void) => {
          clearTimeout(timer)
          done()
        }
        handle = oneByOne(async (request, response) => {
          const query = queryOf(request)
          if (query === null) return answerPage(response, 404, 'Not found', 'This page does not exist.')
          const verdict = await take(query)
          if (verdict.kind === 'wait') return answerPage(response, 400, 'Not signed in', verdict.message)
          if (verdict.kind === 'over') {
            answerPage(response, 400, 'Not signed in', verdict.error.message)
            return settle(() => reject(verdict.error))
          }
          answerPage(response, 200, 'Signed in', verdict.message)
          settle(() => resolve(verdict.value))
        }, reject)
      }),
    close() {
      for (const server of servers) {
        server.close()
        // Answers that are being sent are finished first.
        server.closeIdleConnections()
      }
    },
  }
}

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>

/** Handles one request after the other: a browser may send the same one twice at once. */
function oneByOne(work: Handler, fail: (error: unknown) => void) {
  let last: Promise<void> = Promise.resolve()
  return (request: IncomingMessage, response: ServerResponse): void => {
    last = last
      .then(() => work(request, response))
      .catch((error: unknown) => {
        answerPage(response, 500, 'Not signed in', 'Something went wrong. The terminal says more.')
        fail(error)
      })
  }
}

function queryOf({ method, url }: IncomingMessage): URLSearchParams | null {
  const address = URL.parse(url ?? '', 'http://localhost')
  return method === 'GET' && address?.pathname === PATH ? address.searchParams : null
}

async function listenOnBoth(
  onRequest: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<Server[]> {
  for (let tries = 1; ; tries++) {
    const four = await listen(onRequest, '127.0.0.1', 0)
    const { port } = four.address() as AddressInfo
    try {
      return [four, await listen(onRequest, '::1', port)]
    } catch (error) {
      const isTaken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
      // Without IPv6 there is only one address.
      if (!isTaken) return [four]
      four.close()
      if (tries === TRIES) throw error
    }
  }
}

async function listen(
  onRequest: (request: IncomingMessage, response: ServerResponse) => void,
  host: string,
  port: number,
): Promise<Server> {
  const server = createServer(onRequest).listen({ host, port })
  await once(server, 'listening')
  return server
}

/** Sends a small page that runs nothing and loads nothing. */
function answerPage(response: ServerResponse, status: number, title: string, message: string): void {
  const body = `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>${escaped(title)} - Headgate</title>
<body style="font-family: system-ui, sans-serif; max-width: 36rem; margin: 15vh auto; padding: 0 1rem">
<h1>${escaped(title)}</h1>
<p>${escaped(message)}</p>
</html>
`
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    connection: 'close',
  })
  response.end(body)
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)
}
