// `pnpm demo`: the gateway with simulated upstreams and a seeded project, to see it work without any cloud account.
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { startFakeAnthropic } from '../fakes/anthropic/fake-anthropic.ts'
import { startFakeBedrock } from '../fakes/bedrock/fake-bedrock.ts'
import { startFakeMantle } from '../fakes/bedrock/fake-mantle.ts'
import { startFakeOAuth } from '../fakes/oauth/fake-oauth.ts'
import { adminApi } from '../fixtures/admin-api.ts'
import { startServer } from '../fixtures/server-process.ts'
import { callEach, seed } from './seed.ts'

/** Slow enough to watch. */
const WORD_MS = 120

const anthropic = await startFakeAnthropic()
const bedrock = await startFakeBedrock()
const mantle = await startFakeMantle()
const oauth = await startFakeOAuth()
const port = Number(process.env.PORT ?? 4100)
const adminToken = process.env.HEADGATE_ADMIN_TOKEN || randomBytes(32).toString('base64url')
const server = await startServer({
  port,
  env: {
    HEADGATE_ADMIN_TOKEN: adminToken,
    HEADGATE_ANTHROPIC_URL: anthropic.url,
    HEADGATE_BEDROCK_URL: bedrock.url,
    HEADGATE_BEDROCK_CONTROL_URL: bedrock.url,
    HEADGATE_BEDROCK_MANTLE_URL: mantle.url,
    HEADGATE_OAUTH_AUTHORIZE_URL: `${oauth.url}/oauth/authorize`,
    HEADGATE_OAUTH_TOKEN_URL: `${oauth.url}/v1/oauth/token`,
    HEADGATE_OAUTH_CLIENT_ID: 'demo',
    HEADGATE_OAUTH_REDIRECT_URI: `http://127.0.0.1:${port}/oauth/callback`,
    HEADGATE_LOG_LEVEL: 'warn',
  },
})
const keys = await seed(adminApi(server.url, adminToken))
await callEach(server.url, keys, { anthropic, bedrock })
anthropic.always({ kind: 'answer', chunkDelayMs: WORD_MS })
bedrock.always({ kind: 'answer', chunkDelayMs: WORD_MS })

const curl = (key: string) =>
  `curl -N ${server.url}/v1/messages \\
    -H 'x-api-key: ${key}' -H 'anthropic-version: 2023-06-01' -H 'content-type: application/json' \\
    -d '{"model":"claude-sonnet-4-6","max_tokens":200,"stream":true,"messages":[{"role":"user","content":"Hello"}]}'`

process.stdout.write(`
Headgate runs with simulated upstreams. Everything is gone when you stop it (Ctrl-C).

An answer streamed from Bedrock (simulated), in Anthropic's form:

  ${curl(keys.bedrock)}

The same from Anthropic (simulated):

  ${curl(keys.anthropic)}

What clients count on, checked against both (simulated):

  HEADGATE_ADMIN_TOKEN='${adminToken}' npx pnpm@12 headgate doctor --url ${server.url}

The console, filled with a few calls: open this link and choose a password.

  ${/\S+\/setup#\S+/.exec(server.output())?.[0] ?? server.url}

`)

let stopping = false
async function stop(): Promise<void> {
  if (stopping) return
  stopping = true
  await server.discard()
  await Promise.all([anthropic.close(), bedrock.close(), mantle.close(), oauth.close()])
  process.exit(0)
}
process.on('SIGINT', () => void stop())
process.on('SIGTERM', () => void stop())
await once(server.child, 'exit')
await stop()
