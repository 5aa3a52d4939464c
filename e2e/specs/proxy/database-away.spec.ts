// A database outage does not stop traffic, and no usage is lost.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { adminApi } from '../../fixtures/admin-api.ts'
import { embeddedDatabaseUrl } from '../../fixtures/database.ts'
import { ADMIN_TOKEN, expect, test } from '../../fixtures/gateway.ts'
import { postMessages } from '../../fixtures/messages.ts'
import { oneProject } from '../../fixtures/one-project.ts'
import { startServer } from '../../fixtures/server-process.ts'
import { openTcpGate } from '../../fixtures/tcp-gate.ts'

test('traffic goes on, usage waits on disk, changes wait for the database', async ({ gateway }) => {
  const database = embeddedDatabaseUrl(gateway.server.dataDir)
  const gate = await openTcpGate(Number(database.port))
  database.port = String(gate.port)
  database.pathname = '/outage'
  const env = {
    HEADGATE_ADMIN_TOKEN: ADMIN_TOKEN,
    HEADGATE_ANTHROPIC_URL: gateway.anthropic.url,
    HEADGATE_ENCRYPTION_KEYS: `k:${Buffer.alloc(32, 3).toString('base64')}`,
    DATABASE_URL: database.href,
  }
  const server = await startServer({ env })
  try {
    const api = adminApi(server.url, ADMIN_TOKEN)
    const { key } = await oneProject(server.url)
    const call = async () => (await postMessages(server.url, { key })).status

    expect(await call()).toBe(200)
    gate.shut()
    for (let i = 0; i < 5; i++) expect(await call()).toBe(200)
    await expect
      .poll(
        async () => ((await (await fetch(`${server.url}/readyz`)).json()) as { database: string }).database,
        { timeout: 10_000 },
      )
      .toBe('down')
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200)
    await expect(api.mutate('projects.create', { slug: 'late', name: 'L' })).rejects.toMatchObject({
      status: 503,
      message: 'The database does not answer.',
    })
    const withCookie = await fetch(`${server.url}/trpc/session.current`, {
      headers: { cookie: 'better-auth.session_token=x.y' },
    })
    expect([401, 503]).toContain(withCookie.status)
    expect(await call()).toBe(200)
    await expect.poll(() => readdirSync(join(server.dataDir, 'spool')).length).toBeGreaterThan(0)

    gate.open()
    const range = { from: '2020-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z' }
    await expect
      .poll(
        () =>
          api.query<{ requests: number }>('usage.summary', range).then(
            ({ requests }) => requests,
            () => 0,
          ),
        { timeout: 15_000 },
      )
      .toBe(7)
    await expect.poll(() => readdirSync(join(server.dataDir, 'spool'))).toEqual([])
    await api.mutate('projects.create', { slug: 'late', name: 'L' })
  } finally {
    await server.discard()
    await gate.close()
  }
})
