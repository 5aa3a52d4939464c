// A gateway that is killed in the middle of an answer.
import { adminApi } from '../../fixtures/admin-api.ts'
import { ADMIN_TOKEN, expect, test } from '../../fixtures/gateway.ts'
import { postMessages } from '../../fixtures/messages.ts'
import { oneProject } from '../../fixtures/one-project.ts'
import { freshDataDir, startServer } from '../../fixtures/server-process.ts'

interface Record {
  readonly outcome: string
  readonly usageIncomplete: boolean
  readonly accountId: string | null
  readonly costPicoUsd: number | null
}

test('a call in flight becomes a record of an interrupted one at the next start', async ({ gateway }) => {
  const dataDir = freshDataDir()
  const env = {
    HEADGATE_ADMIN_TOKEN: ADMIN_TOKEN,
    HEADGATE_ANTHROPIC_URL: gateway.anthropic.url,
  }
  const killed = await startServer({ env, dataDir })
  const { key } = await oneProject(killed.url)
  gateway.anthropic.script({ kind: 'hang' })
  const lost = postMessages(killed.url, { key }).catch(() => null)
  await expect.poll(() => gateway.anthropic.requests.length).toBe(1)
  // The trace is written ten times a second.
  await new Promise((resolve) => setTimeout(resolve, 500))
  killed.child.kill('SIGKILL')
  await lost
  const next = await startServer({ env, dataDir })
  try {
    const list = () => adminApi(next.url, ADMIN_TOKEN).query<{ items: Record[] }>('requests.list')
    await expect.poll(async () => (await list()).items.length, { timeout: 20_000 }).toBe(1)
    expect((await list()).items[0]).toMatchObject({
      outcome: 'interrupted',
      usageIncomplete: true,
      accountId: expect.any(String),
      costPicoUsd: null,
    })
  } finally {
    await next.discard()
  }
})
