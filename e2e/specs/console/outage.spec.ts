// What a signed-in person sees while the database is away.
import { adminApi } from '../../fixtures/admin-api.ts'
import { expect, OWNER, setupPath, signIn, test } from '../../fixtures/console.ts'
import { embeddedDatabaseUrl } from '../../fixtures/database.ts'
import { ADMIN_TOKEN } from '../../fixtures/gateway.ts'
import { startServer } from '../../fixtures/server-process.ts'
import { openTcpGate } from '../../fixtures/tcp-gate.ts'

test('an outage is told in every view, and ends by itself', async ({ page, gateway }) => {
  const database = embeddedDatabaseUrl(gateway.server.dataDir)
  const gate = await openTcpGate(Number(database.port))
  database.port = String(gate.port)
  database.pathname = '/console_outage'
  const server = await startServer({
    env: {
      HEADGATE_ADMIN_TOKEN: ADMIN_TOKEN,
      HEADGATE_ENCRYPTION_KEYS: `k:${Buffer.alloc(32, 4).toString('base64')}`,
      DATABASE_URL: database.href,
    },
  })
  try {
    const code = setupPath({ server }).split('#')[1]
    await adminApi(server.url, ADMIN_TOKEN).mutate('setup.createOwner', { ...OWNER, code })
    await signIn(page, server)
    await page.goto(`${server.url}/system`)
    const badge = page.getByRole('status', { name: 'Outage' })
    const notice = page.getByRole('alert').filter({ hasText: 'The database does not answer.' })
    await expect(page.getByText('Reachable', { exact: true })).toBeVisible()
    await expect(badge).toBeEmpty()

    gate.shut()
    await expect(badge).toHaveText('Database unreachable', { timeout: 25_000 })
    await expect(notice).toContainText('Traffic goes on with the last known keys and credentials')
    await page.reload()
    await expect(notice).toBeVisible({ timeout: 15_000 })
    await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible()
    await expect(badge).toHaveText('Database unreachable')

    gate.open()
    await expect(page.getByText('Reachable', { exact: true })).toBeVisible({ timeout: 30_000 })
    await expect(badge).toBeEmpty()
  } finally {
    await server.discard()
    await gate.close()
  }
})
