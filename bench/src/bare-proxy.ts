// A process: the least that a proxy on Node can do, the yardstick for everything else. Argument: the upstream's origin.
import { createServer, type IncomingHttpHeaders } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { Agent } from 'undici'
import { listenForParent } from './listen-for-parent.ts'

const origin = process.argv[2]!
const agent = new Agent()
const OF_ONE_CONNECTION = new Set(['connection', 'keep-alive', 'transfer-encoding', 'host'])

const server = createServer((request, response) => {
  agent
    .request({
      origin,
      path: request.url ?? '/',
      method: request.method ?? 'GET',
      headers: endToEnd(request.headers),
      body: request.method === 'GET' || request.method === 'HEAD' ? null : request,
    })
    .then(({ statusCode, headers, body }) => {
      response.writeHead(statusCode, endToEnd(headers))
      return pipeline(body, response)
    })
    .catch(() => response.destroy())
})

function endToEnd(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !OF_ONE_CONNECTION.has(name)))
}

listenForParent(server)
