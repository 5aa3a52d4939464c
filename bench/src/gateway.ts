// The gateway as an operator runs it: embedded PostgreSQL, metering, records and logging on, one process.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { adminApi, type AdminApi } from '../../e2e/fixtures/admin-api.ts'
import { freePort } from '../../e2e/fixtures/free-port.ts'
import { ANSWER_USAGE } from './answers.ts'
import type { Children } from './children.ts'
import type { Target } from './target.ts'
import { waitUntil } from './wait-until.ts'

export interface GatewayTarget extends Target {
  /** @throws Error unless every one of these answers is recorded with its usage. */
  checkRecords(answers: number): Promise<void>
}

const SERVER = fileURLToPath(new URL('../../server/src/main.ts', import.meta.url))
const RECORDED_WITHIN_MS = 10_000
const DATABASE_STOPS_WITHIN_MS = 10_000

export async function startGateway(
  children: Children,
  dataDir: string,
  upstream: string,
): Promise<GatewayTarget> {
  const port = await freePort()
  const adminToken = 'bench-admin-'.padEnd(40, '0')
  const child = children.spawn('gateway', process.execPath, [SERVER], {
    ...withoutSettings(process.env),
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    PORT: String(port),
    HEADGATE_DATA_DIR: dataDir,
    HEADGATE_ADMIN_TOKEN: adminToken,
    HEADGATE_ANTHROPIC_URL: upstream,
    HEADGATE_BEDROCK_URL: upstream,
    HEADGATE_LOG_LEVEL: 'info',
    HEADGATE_SHUTDOWN_GRACE_MS: '1000',
  })
  const origin = `http://127.0.0.1:${port}`
  await waitUntil('the gateway', async () => (await fetch(`${origin}/readyz`)).ok)
  const api = adminApi(origin, adminToken)
  const anthropic = await makeProjectKey(api, {
    provider: 'anthropic',
    accountId: 'bench_anthropic',
    apiKey: `sk-ant-api03-${'x'.repeat(40)}`,
  })
  const bedrock = await makeProjectKey(api, {
    provider: 'bedrock',
    accountId: 'bench_bedrock',
    apiKey: `ABSK${'x'.repeat(60)}`,
    region: 'us-east-1',
  })
  return {
    name: 'gateway',
    origin,
    pids: [child.pid],
    keys: { anthropic, bedrock },
    checkRecords: (answers) => checkRecords(api, answers),
  }
}

/** The run decides how the gateway is set up, not the shell it was started from. */
function withoutSettings(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const isSetting = (name: string) => name.startsWith('HEADGATE_') || name === 'DATABASE_URL'
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !isSetting(name)))
}

interface NewCredential {
  readonly provider: 'anthropic' | 'bedrock'
  readonly accountId: string
  readonly apiKey: string
  readonly region?: string
}

async function makeProjectKey(api: AdminApi, credential: NewCredential): Promise<string> {
  const { provider } = credential
  const created = await api.mutate<{ id: string }>('credentials.create', {
    ...credential,
    method: 'api_key',
    name: provider,
  })
  const project = await api.mutate<{ id: string }>('projects.create', {
    slug: `bench-${provider}`,
    name: provider,
  })
  await api.mutate('projects.setRouting', {
    id: project.id,
    strategy: 'priority',
    pool: [{ credentialId: created.id, priority: 0, weight: 1 }],
  })
  const { key } = await api.mutate<{ key: string }>('keys.create', { projectId: project.id, name: 'bench' })
  return key
}

interface UsageTotals {
  readonly requests: number
  readonly outputTokens: number
}

async function checkRecords(api: AdminApi, answers: number): Promise<void> {
  const day = 24 * 60 * 60 * 1000
  const range = {
    from: new Date(Date.now() - day).toISOString(),
    to: new Date(Date.now() + day).toISOString(),
  }
  let totals: UsageTotals = { requests: 0, outputTokens: 0 }
  await waitUntil(
    `the gateway's usage for ${answers} answers`,
    async () => {
      totals = await api.query<UsageTotals>('usage.summary', range)
      return totals.requests === answers && totals.outputTokens === answers * ANSWER_USAGE.output_tokens
    },
    RECORDED_WITHIN_MS,
  ).catch((error: unknown) => {
    throw new Error(`${answers} answers were given, and the gateway reports ${JSON.stringify(totals)}`, {
      cause: error,
    })
  })
}

/** Only a gateway that had to be killed leaves its database running. */
export async function stopLeftDatabase(dataDir: string): Promise<void> {
  const pidFile = join(dataDir, 'postgres', 'postmaster.pid')
  if (!existsSync(pidFile)) return
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0])
  if (!Number.isInteger(pid) || pid <= 1) return
  process.kill(pid, 'SIGQUIT')
  await waitUntil('the end of the database', async () => !existsSync(pidFile), DATABASE_STOPS_WITHIN_MS)
}
