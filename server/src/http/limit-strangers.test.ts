// However a path is spelled: what the router takes for one address is limited as one.
import { once } from 'node:events'
import { get } from 'node:http'
import fastify from 'fastify'
import { expect, onTestFinished, test } from 'vitest'
import { limitStrangers } from './limit-strangers.ts'

async function statusOf(port: number, path: string): Promise<number> {
  const request = get({ host: '127.0.0.1', port, path, agent: false })
  const [response] = (await once(request, 'response')) as [{ statusCode: number; resume(): void }]
  response.resume()
  return response.statusCode
}

async function world() {
  const app = fastify({ routerOptions: { maxParamLength: 5000 } })
  limitStrangers(app, () => 0)
  for (const path of ['/auth/oidc/start', '/auth/*', '/oauth/callback', '/audit/export', '/metrics'])
    app.get(path, () => 'ok')
  await app.listen({ port: 0, host: '127.0.0.1' })
  onTestFinished(() => app.close())
  const { port } = app.server.address() as { port: number }
  return (path: string) => statusOf(port, path)
}

test.each([
  ['/auth/oidc/start', 30, ['/%61uth/oidc/start', '/auth/oidc%2Fstart', 'http://elsewhere/auth/oidc/start']],
  ['/oauth/callback', 60, ['/oauth/callback#', '/oauth/c%61llback', 'http://elsewhere/oauth/callback']],
  ['/audit/export', 60, ['/audit/export#', '/audit/exp%6Frt', 'http://elsewhere/audit/export?a']],
  ['/metrics', 300, ['/metrics#', '/%6Detrics', 'http://elsewhere/metrics']],
])('%s is limited under each of its spellings', async (path, max, spellings) => {
  const ask = await world()
  for (let i = 0; i < max; i++) expect(await ask(path)).toBe(200)
  for (const spelling of [path, ...spellings])
    expect([spelling, await ask(spelling)]).toEqual([spelling, 429])
})
