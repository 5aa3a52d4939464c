// Listens on this machine for the browser that comes back from the authorize page.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { answerPage } from './callback-page.ts'

export interface CallbackListener {
  readonly port: number
  /** Resolves with what `take` made of the first address that was good; rejects with what it could not get over. */
  wait<T>(take: (query: URLSearchParams) => Promise<Verdict<T>>, timeoutMs: number): Promise<T>
  close(): void
}

export type Verdict<T> =
  | { readonly kind: 'good'; readonly value: T; readonly words: string }
  /** Not the answer that is waited for, such as one with a state of somebody else. */
  | { readonly kind: 'wait'; readonly words: string }
  | { readonly kind: 'over'; readonly error: Error }

export class CallbackTimeout extends Error {
  override name = 'CallbackTimeout'
}

const PATH = '/callback'
const TRIES = 5

/** The redirect says `localhost`, which browsers take for either loopback address: the same port of both. */
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
          if (query === null) return answerPage(response, 404, 'Not found', 'There is nothing here.')
          const verdict = await take(query)
          if (verdict.kind === 'wait') return answerPage(response, 400, 'Not signed in', verdict.words)
          if (verdict.kind === 'over') {
            answerPage(response, 400, 'Not signed in', verdict.error.message)
            return settle(() => reject(verdict.error))
          }
          answerPage(response, 200, 'Signed in', verdict.words)
          settle(() => resolve(verdict.value))
        }, reject)
      }),
    close() {
      for (const server of servers) {
        server.close()
        // What is being answered is let out first.
        server.closeIdleConnections()
      }
    },
  }
}

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>

/** A browser may ask twice at once; the second is answered after the first has counted. */
function oneByOne(work: Handler, fail: (error: unknown) => void) {
  let last: Promise<void> = Promise.resolve()
  return (request: IncomingMessage, response: ServerResponse): void => {
    last = last
      .then(() => work(request, response))
      .catch((error: unknown) => {
        answerPage(response, 500, 'Not signed in', 'Something went wrong. See the terminal.')
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
      // Without IPv6 one address is all there is.
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
