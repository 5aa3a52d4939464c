// Every route and procedure there is has a row in docs/ROUTES.md, which says what strangers get there, and no row is left over.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import type * as Fastify from 'fastify'
import { buildApp, type AppDeps } from '../../src/http/build-app.ts'
import { appRouter } from '../../src/http/trpc/router.ts'
import { temporaryDirectory } from '../temporary-directory.ts'

const { routes } = vi.hoisted(() => ({ routes: new Set<string>() }))

vi.mock('fastify', async (original) => {
  const { default: fastify, ...rest } = await original<typeof Fastify>()
  return {
    ...rest,
    default: (options: object) => {
      const app = fastify(options)
      app.addHook('onRoute', ({ url }) => void routes.add(url))
      return app
    },
  }
})

/** Nothing is called: a port may be anything. */
const unused = new Proxy(() => undefined, { get: () => unused }) as never

/** Files of the build have names of their own. */
const FILES = new Set(['/index.html', '/assets/a.js'])

test('docs/ROUTES.md names every route and procedure', async () => {
  const directory = temporaryDirectory()
  mkdirSync(join(directory, 'assets'))
  for (const file of FILES) writeFileSync(join(directory, file), '')
  const deps: AppDeps = {
    newRequestId: () => 'id',
    trustedProxies: [],
    proxy: unused,
    trpc: unused,
    audit: unused,
    auth: { path: '/auth', publicUrl: 'http://127.0.0.1', clientAddressHeader: 'x' } as never,
    oidc: unused,
    oauth: unused,
    ops: unused,
    console: { directory },
  }
  const app = buildApp(deps)
  await app.ready()
  await app.close()
  const procedures = Object.keys(appRouter._def.procedures).map((name) => `/trpc/${name}`)
  const known = [...routes].filter((url) => !FILES.has(url) && url !== '/trpc/:path')
  const page = readFileSync(new URL('../../../docs/ROUTES.md', import.meta.url), 'utf8')
  const rows = [...page.matchAll(/^\| `(\/[^`]*)` +\|/gm)].map(([, route]) => route)
  expect(new Set(rows)).toEqual(new Set([...known, ...procedures]))
  expect(rows).toHaveLength(known.length + procedures.length)
})
