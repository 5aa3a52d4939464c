// Serves the built console: its files, and its page for every address that is a view.
import { existsSync, realpathSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { pathOf } from '../../core/data-plane/request-path.ts'
import { CONSOLE_HEADERS } from '../security-headers.ts'

export interface ConsoleDeps {
  /** Directory of the build. */
  readonly directory: string
}

/** Addresses of APIs, here or at an upstream: programs that ask for one must not take a page for an answer. */
const OF_AN_API = /^\/(?:v\d+|api|anthropic|foundation-models)(?:\/|$)/

function isView({ headers: { accept = '*/*' }, url }: FastifyRequest): boolean {
  return /text\/html|\*\/\*/.test(accept) && !OF_AN_API.test(pathOf(url))
}

export function registerConsoleRoutes(app: FastifyInstance, { directory }: ConsoleDeps): void {
  void app.register(async (scope) => {
    scope.addHook('onRequest', (_request, reply, done) => {
      reply.headers(CONSOLE_HEADERS)
      done()
    })
    if (!existsSync(join(directory, 'index.html'))) {
      scope.get('/', (_request, reply) =>
        reply.code(503).type('text/plain').send('The console is not built: run `pnpm build`.'),
      )
      return
    }
    // A later build replaces the link; this process keeps serving the files its page names.
    const root = realpathSync(directory)
    await scope.register(fastifyStatic, {
      root,
      wildcard: false,
      index: false,
      preCompressed: true,
      cacheControl: false,
      setHeaders(reply, path) {
        // Names of assets carry a hash of their content; the page that names them is asked for each time.
        const isAsset = relative(root, path).startsWith(`assets${sep}`)
        reply.header('cache-control', isAsset ? 'public, max-age=31536000, immutable' : 'no-cache')
      },
    })
    const page = (request: FastifyRequest, reply: FastifyReply) =>
      isView(request) ? reply.sendFile('index.html', root) : reply.callNotFound()
    scope.get('/assets/*', (_request, reply) => reply.code(404).type('text/plain').send('Not found'))
    scope.get('/', page)
    scope.get('/*', page)
  })
}
