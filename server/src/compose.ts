// Puts the gateway together: adapters are made here and injected as ports; nothing else knows them all.
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance } from 'fastify'
import packageJson from '../../package.json' with { type: 'json' }
import { AUTH_PATH, CLIENT_ADDRESS_HEADER } from './adapters/auth/better-auth.ts'
import { makeAwsSigner } from './adapters/aws/aws-signer.ts'
import { makeAesGcmVault } from './adapters/crypto/aes-gcm-vault.ts'
import { deriveToken, equalBytes, newRequestId, sha256 } from './adapters/crypto/digests.ts'
import { loadOrCreateKeyFile, parseKeyRing } from './adapters/crypto/key-ring.ts'
import { makeAuditReader } from './adapters/db/audit-reader.ts'
import { listenForChanges } from './adapters/db/change-listener.ts'
import { makeGatewayStateSource } from './adapters/db/gateway-state-source.ts'
import { makeHealthStore } from './adapters/db/health-store.ts'
import { migrateDatabase, openOrm } from './adapters/db/open-orm.ts'
import { ensureRequestPartitions } from './adapters/db/request-partitions.ts'
import { makeLearnedRefusalStore } from './adapters/db/learned-refusal-store.ts'
import { makeRequestReader } from './adapters/db/request-reader.ts'
import { makeRequestSink } from './adapters/db/request-sink.ts'
import { sealPlainSecrets } from './adapters/db/seal-plain-secrets.ts'
import { makeUnitOfWork } from './adapters/db/unit-of-work.ts'
import { DEFAULT_TRANSPORT_OPTIONS, makeUndiciTransport } from './adapters/http-client/undici-transport.ts'
import { makePrometheusMetrics } from './adapters/metrics/prometheus-metrics.ts'
import { makeConnectGuard } from './adapters/network/connect-guard.ts'
import { isLoopback, makeEndpointGuard } from './adapters/network/endpoint-guard.ts'
import { makeAnthropicAdapter } from './adapters/providers/anthropic/anthropic-adapter.ts'
import { makeExplainAnthropicCall } from './adapters/providers/anthropic/explain-call.ts'
import { makeAnthropicPlainCalls } from './adapters/providers/anthropic/plain-calls.ts'
import { makeBedrockAdapter } from './adapters/providers/bedrock/bedrock-adapter.ts'
import { makeExplainBedrockCall } from './adapters/providers/bedrock/explain-call.ts'
import { makeBedrockPaths } from './adapters/providers/bedrock/own-paths/bedrock-paths.ts'
import { openRequestSpool } from './adapters/spool/request-spool.ts'
import { composeAccess } from './compose-access.ts'
import { composeOAuth, oauthCallback } from './compose-oauth.ts'
import { composeUseCases } from './compose-use-cases.ts'
import { ConfigError, type Config } from './config.ts'
import type { Logger } from './core/log.ts'
import { withFreshSecret } from './core/oauth/with-fresh-secret.ts'
import { listBedrockModels } from './core/models/list-bedrock-models.ts'
import { makeRefusalBook } from './core/models/learned-refusals.ts'
import type { UnreadableSecret } from './core/routing/gateway-state.ts'
import { makeHealthBook } from './core/routing/health-book.ts'
import { makeOriginPolicy } from './http/auth/origin-policy.ts'
import { buildApp } from './http/build-app.ts'
import { makeBodyBudget } from './http/proxy/steps/body-budget.ts'
import { startRecordingRequests } from './jobs/record-requests.ts'
import { repeatDaily } from './jobs/repeat-daily.ts'
import { startSyncingState } from './jobs/sync-state.ts'
import type { OpenDatabase } from './open-database.ts'

export interface Gateway {
  readonly app: FastifyInstance
  readonly publicUrl: string
  /** Creates the first owner; null when there is one. */
  readonly setupUrl: string | null
  /** After the last request: stores what is left and lets go of the database. */
  close(): Promise<void>
}

const CONSOLE_DIRECTORY = fileURLToPath(new URL('../../web/dist', import.meta.url))
/** Silence on a translated stream after which a ping is due. */
const PING_AFTER_MS = 15_000
/** Request bodies that one process holds at a time. */
const MAX_BUFFERED_BYTES = 1024 * 2 ** 20
const CLOSE_MS = 10_000

/** @throws ConfigError when the keys at hand do not fit the database. */
export async function compose(
  config: Config & { port: number },
  database: OpenDatabase,
  log: Logger,
): Promise<Gateway> {
  const now = () => new Date()
  const newId = () => randomUUID()
  const startedAt = now()
  const publicUrl =
    config.publicUrl ??
    `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${config.port}`
  const ring = readKeyRing(config)
  const vault = makeAesGcmVault(ring)

  const ormLog = (message: string) => log.debug({ from: 'orm' }, message)
  const applied = await migrateDatabase(database.url, ormLog)
  if (applied.length > 0) log.info({ applied }, 'the database was migrated')
  // The data plane never waits for the console: each has its own connections.
  const dataOrm = await openOrm(database.url, { max: 4, statementTimeoutMs: 30_000, log: ormLog })
  const consoleOrm = await openOrm(database.url, { max: 6, statementTimeoutMs: 10_000, log: ormLog })
  const isDatabaseUp = () => dataOrm.isConnected()
  await ensureRequestPartitions(dataOrm, now())
  const sealed = await sealPlainSecrets({ orm: dataOrm, vault, newId, now })
  if (sealed.length > 0) log.info({ credentials: sealed }, 'plain secrets of an older database were sealed')

  const health = makeHealthBook({
    now,
    store: makeHealthStore(dataOrm),
    onStoreError: (error) => log.warn({ error }, 'credential health could not be stored'),
  })
  const refusals = makeRefusalBook({
    store: makeLearnedRefusalStore(dataOrm),
    onStoreError: (error) => log.warn({ error }, 'what Bedrock refused could not be stored'),
  })
  const state = await startSyncingState({
    source: makeGatewayStateSource({ orm: dataOrm, vault }),
    health,
    refusals,
    log,
    now,
  })
  refuseUnreadableSecrets(state.unreadable())
  const listener = listenForChanges(database.url, () => void state.refresh())
  const recorder = startRecordingRequests({
    sink: makeRequestSink(dataOrm),
    spool: openRequestSpool(join(config.dataDir, 'spool')),
    log,
  })
  const partitions = repeatDaily(() => ensureRequestPartitions(dataOrm, now()), log)

  const endpointGuard = makeEndpointGuard({
    allowLoopback: isLoopback(config.host),
    privateEndpoints: config.privateEndpoints,
  })
  const origins = makeOriginPolicy(publicUrl)
  const oauth = composeOAuth({
    databaseUrl: database.url,
    orm: dataOrm,
    vault,
    config: config.oauth,
    endpointGuard,
    health,
    origins: origins.origins,
    applyChanges: () => state.refresh(),
    log,
    newId,
    now,
  })
  const { runtime, mantle, control } = config.bedrockUrls
  const transport = makeUndiciTransport(
    DEFAULT_TRANSPORT_OPTIONS,
    makeConnectGuard(endpointGuard, [config.anthropicUrl, runtime, mantle, control]),
  )
  const anthropic = { transport, log, defaultUrl: config.anthropicUrl, now }
  const bedrock = {
    transport,
    log,
    urls: config.bedrockUrls,
    signer: makeAwsSigner({ now, log }),
    overrides: () => state.current().overrides,
    now,
    silenceMs: PING_AFTER_MS,
  }
  const messages = makeAnthropicAdapter(anthropic)
  const adapters = {
    anthropic: { ...messages, ...withFreshSecret(messages, oauth.freshSecret) },
    bedrock: makeBedrockAdapter({ ...bedrock, refusals }),
  }
  const anthropicPaths = withFreshSecret(
    makeAnthropicPlainCalls({ ...anthropic, publicUrl }),
    oauth.freshSecret,
  )
  const bedrockPaths = makeBedrockPaths(bedrock)
  const metrics = makePrometheusMetrics({ spooledRecords: () => recorder.waiting() })
  const unitOfWork = makeUnitOfWork({ orm: consoleOrm, vault, newId, now })
  const { auth, identify, noteRefusal } = composeAccess({
    databaseUrl: database.url,
    publicUrl,
    adminToken: config.adminToken,
    origins,
    cookieSecret: deriveToken(ring.sealing.bytes, 'headgate session cookies'),
    transact: unitOfWork.transact,
    log,
    now,
  })
  const databaseStatus = () => {
    const { at, error } = state.lastRead()
    return { up: error === null, stateReadAt: at.toISOString(), error }
  }
  const setupCode = deriveToken(ring.sealing.bytes, 'headgate setup link')
  const use = composeUseCases({
    ...unitOfWork,
    requests: makeRequestReader(consoleOrm),
    auditReader: makeAuditReader(consoleOrm),
    adapters,
    anthropicPaths,
    bedrockPaths,
    bedrockModels: (candidate) => listBedrockModels([candidate], state.current().overrides, now()),
    endpointGuard,
    ...oauth.useCasePorts,
    health,
    refusals,
    explainCalls: {
      anthropic: makeExplainAnthropicCall(anthropic),
      bedrock: makeExplainBedrockCall({ ...bedrock, refusals }),
    },
    setupCode,
    hashPassword: (password) => auth.hashPassword(password),
    systemStatus: () => {
      const { up, stateReadAt, error } = databaseStatus()
      return {
        version: packageJson.version,
        startedAt: startedAt.toISOString(),
        publicUrl,
        database: { state: up ? 'up' : 'down', embedded: database.embedded, stateReadAt, error },
        spooledRecords: recorder.waiting(),
        encryptionKeyIds: [...ring.byId.keys()],
      }
    },
    applyChanges: () => state.refresh(),
    newId,
    now,
  })

  const app = buildApp({
    newRequestId,
    trustedProxies: config.trustedProxies,
    proxy: {
      state: () => state.current(),
      adapters,
      anthropicPaths,
      bedrockPaths,
      health,
      log,
      now,
      random: Math.random,
      digest: sha256,
      equalBytes,
      budget: makeBodyBudget(MAX_BUFFERED_BYTES),
      settle(record) {
        recorder.record(record)
        metrics.observe(record)
      },
    },
    trpc: { use, identify, isDatabaseUp, noteRefusal, log },
    audit: { identify, exportAudit: use.exportAudit, noteRefusal, log },
    auth: {
      path: AUTH_PATH,
      publicUrl,
      clientAddressHeader: CLIENT_ADDRESS_HEADER,
      handle: (request) => auth.handle(request),
      noteRefusal,
      origins,
    },
    oauth: oauthCallback(auth, use, log),
    ops: {
      database: databaseStatus,
      metrics,
      metricsAreOpen: isLoopback(config.host),
      hasAdminToken: async (request) => (await identify(request))?.kind === 'admin_token',
    },
    console: { directory: CONSOLE_DIRECTORY },
  })

  async function letGoOfDatabase(): Promise<void> {
    await listener.close()
    await oauth.close()
    await state.close()
    await Promise.all([health.settled(), refusals.settled()])
    await auth.close()
    await consoleOrm.close()
    await dataOrm.close()
  }

  return {
    app,
    publicUrl,
    setupUrl: (await use.ownerExists()) ? null : `${publicUrl}/setup#${setupCode}`,
    async close() {
      partitions.stop()
      await transport.close()
      await recorder.close()
      // A database that hangs must not hold the process.
      await Promise.race([letGoOfDatabase(), sleep(CLOSE_MS)])
      database.release()
    },
  }
}

/** A key is missing. Serving with fewer credentials would hide it until they are needed. */
function refuseUnreadableSecrets(unreadable: readonly UnreadableSecret[]): void {
  if (unreadable.length === 0) return
  const lines = unreadable.map(
    ({ accountId, error }) => `  ${accountId}: ${error instanceof Error ? error.message : String(error)}`,
  )
  throw new ConfigError(`Stored secrets cannot be opened with these encryption keys:\n${lines.join('\n')}`)
}

function readKeyRing(config: Config) {
  try {
    return parseKeyRing(config.encryptionKeys ?? loadOrCreateKeyFile(config.encryptionKeyFile))
  } catch (error) {
    const where = config.encryptionKeys === null ? config.encryptionKeyFile : 'HEADGATE_ENCRYPTION_KEYS'
    throw new ConfigError(`${where}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    })
  }
}
