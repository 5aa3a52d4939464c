// Puts the gateway together: adapters are made here and injected as ports; nothing else knows them all.
import { randomUUID } from 'node:crypto'
import { totalmem } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance } from 'fastify'
import packageJson from '../../../package.json' with { type: 'json' }
import { AUTH_PATH, CLIENT_ADDRESS_HEADER } from '../adapters/auth/better-auth.ts'
import { ZLIB_CODINGS } from '../adapters/content-coding/zlib-codings.ts'
import { makeAesGcmVault } from '../adapters/crypto/aes-gcm-vault.ts'
import { deriveToken } from '../adapters/crypto/digests.ts'
import { makeAuditReader } from '../adapters/db/audit-reader.ts'
import { listenForChanges } from '../adapters/db/change-listener.ts'
import { ensureRequestPartitions } from '../adapters/db/request-partitions.ts'
import { makeRequestReader } from '../adapters/db/request-reader.ts'
import { makeRequestSink } from '../adapters/db/request-sink.ts'
import { makeResealer } from '../adapters/db/resealer.ts'
import { makeUnitOfWork } from '../adapters/db/unit-of-work.ts'
import { makePrometheusMetrics } from '../adapters/metrics/prometheus-metrics.ts'
import { makeEndpointGuard, servesThisMachineOnly } from '../adapters/network/endpoint-guard.ts'
import { openCallTraceFile } from '../adapters/spool/call-trace-file.ts'
import { openRequestSpool } from '../adapters/spool/request-spool.ts'
import { publicUrlOf, type Config } from '../config/config.ts'
import { expiriesOf } from '../core/credentials/expiries-of.ts'
import { makeUpstreamModels } from '../core/data-plane/upstream-models.ts'
import type { Logger } from '../core/log.ts'
import type { ControlPlanePorts } from '../core/control-plane-ports.ts'
import { makeFirstExchange } from '../core/oauth/federation/first-exchange.ts'
import { makeUseCases } from '../core/use-cases.ts'
import { makeOriginPolicy } from '../http/auth/origin-policy.ts'
import { buildApp } from '../http/build-app.ts'
import { defaultBodyBudget, makeBodyBudget } from '../http/proxy/body-budget.ts'
import { startRecordingRequests } from '../jobs/record-requests.ts'
import { startTracingCalls } from '../jobs/trace-calls.ts'
import { repeatDaily } from '../jobs/repeat-daily.ts'
import { startWarningOfExpiry } from '../jobs/warn-expiring.ts'
import type { OpenDatabase } from '../open-database.ts'
import { cryptoPorts } from './crypto.ts'
import { composeDatabase } from './database.ts'
import { composeOAuth, oauthCallback } from './oauth.ts'
import { composePeople } from './people.ts'
import { composeProviders } from './providers.ts'
import { composeState } from './state.ts'
import { readKeyRing, readRootSecret, requireReadableSecrets } from './vault.ts'

export interface Gateway {
  readonly app: FastifyInstance
  readonly publicUrl: string
  /** Creates the first owner; null when there is one. */
  readonly setupUrl: string | null
  /** After the last request: stores what is left and lets go of the database. */
  close(): Promise<void>
}

const CONSOLE_DIRECTORY = fileURLToPath(new URL('../../../web/dist', import.meta.url))
const CLOSE_MS = 10_000

/** What the container allows, or what the machine has: without a container the limit is 0 or beyond all memory. */
function memoryBytes(): number {
  const allowed = process.constrainedMemory()
  return allowed > 0 ? Math.min(allowed, totalmem()) : totalmem()
}

/** @throws ConfigError when the keys at hand do not fit the database. */
export async function compose(
  config: Config & { port: number },
  database: OpenDatabase,
  log: Logger,
): Promise<Gateway> {
  const now = () => new Date()
  const clock = { now, monotonicMs: () => performance.now() }
  const newId = () => randomUUID()
  const startedAt = now()
  const publicUrl = publicUrlOf(config)
  const isLocal = servesThisMachineOnly(config.host, publicUrl)
  const ring = await readKeyRing(config, now)
  const vault = makeAesGcmVault(ring)

  const { dataOrm, consoleOrm } = await composeDatabase({ url: database.url, vault, log, newId, now })
  const { state, health, compatibility } = await composeState({ orm: dataOrm, vault, log, now })
  await requireReadableSecrets(state.unreadable(), { orm: dataOrm, vault })
  const root = await readRootSecret({ orm: dataOrm, vault, random: cryptoPorts.randomKeyPart })
  const listener = listenForChanges(database.url, () => void state.refresh())
  const sink = makeRequestSink(dataOrm)
  const recorder = startRecordingRequests({
    sink,
    spool: openRequestSpool(join(config.dataDir, 'spool')),
    log,
  })
  const tracer = startTracingCalls({
    file: openCallTraceFile(join(config.dataDir, 'calls')),
    log,
    onInterrupted: (lines) => recorder.recordEncoded(lines),
  })
  const expiry = startWarningOfExpiry({ credentials: () => state.credentials(), everyMs: 10_000, log, now })
  const partitions = repeatDaily(() => ensureRequestPartitions(dataOrm, now()), log)

  const endpointGuard = makeEndpointGuard({
    allowLoopback: isLocal,
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
  const { transport, explainCalls, ...upstreams } = composeProviders({
    config,
    endpointGuard,
    publicUrl,
    overrides: () => state.current().overrides,
    compatibility,
    log,
    now,
    freshSecret: oauth.freshSecret,
  })
  const metrics = makePrometheusMetrics({
    spooledRecords: () => recorder.waiting(),
    rejectedRecords: () => recorder.rejected(),
    expiries: () => expiriesOf(state.credentials(), now()),
  })
  const unitOfWork = makeUnitOfWork({ orm: consoleOrm, vault, newId, now })
  const { auth, identify, noteDenial, ...people } = composePeople({
    ...unitOfWork,
    orm: consoleOrm,
    databaseUrl: database.url,
    publicUrl,
    origins,
    secret: deriveToken(root, 'headgate session cookies'),
    adminToken: config.adminToken,
    oidc: config.oidc,
    endpointGuard,
    vault,
    log,
    newId,
    now,
  })
  const databaseStatus = () => {
    const { at, error } = state.lastRead()
    return { up: error === null, stateReadAt: at.toISOString(), error }
  }
  const setupCode = deriveToken(root, 'headgate setup link')
  const ports: ControlPlanePorts = {
    ...unitOfWork,
    ...cryptoPorts,
    requests: makeRequestReader(consoleOrm),
    auditReader: makeAuditReader(consoleOrm),
    ...upstreams,
    state: () => state.current(),
    log,
    clock,
    explainCalls,
    endpointGuard,
    ...oauth.useCasePorts,
    firstExchange: makeFirstExchange(oauth.useCasePorts),
    health,
    healthOf: health.get,
    compatibility,
    publicUrl,
    resealer: makeResealer({ orm: consoleOrm, vault }),
    setupCode,
    ...people.useCasePorts,
    systemStatus: () => {
      const { up, stateReadAt, error } = databaseStatus()
      return {
        version: packageJson.version,
        startedAt: startedAt.toISOString(),
        publicUrl,
        database: { state: up ? 'up' : 'down', embedded: database.embedded, stateReadAt, error },
        oauthClient: config.oauth.clientId !== null,
        identityToken: config.oauth.identityTokenFile !== null,
        spooledRecords: recorder.waiting(),
        rejectedRecords: recorder.rejected(),
        encryptionKeyIds: [...ring.byId.keys()],
        envelopes: [...state.envelopes()],
      }
    },
    replayRecords: () => recorder.replayRejected(),
    applyChanges: () => state.refresh(),
    newId,
    now,
  }
  const use = makeUseCases(ports)

  const app = buildApp({
    newRequestId: cryptoPorts.newRequestId,
    trustedProxies: config.trustedProxies,
    proxy: {
      state: () => state.current(),
      ...upstreams,
      hasBedrockControl: config.hasBedrockControl,
      noteDenial,
      health,
      log,
      clock,
      random: Math.random,
      upstreamModels: makeUpstreamModels({ anthropicPaths: upstreams.anthropicPaths, now }),
      digest: cryptoPorts.digest,
      equalBytes: cryptoPorts.equalBytes,
      codings: ZLIB_CODINGS,
      modelAliases: config.modelAliases,
      budget: makeBodyBudget(config.bodyMemoryBytes ?? defaultBodyBudget(memoryBytes())),
      begun: (record) => tracer.begun(record.requestId, sink.encode(record)),
      record(record) {
        recorder.record(record)
        tracer.ended(record.requestId)
        metrics.observe(record)
      },
    },
    trpc: { ports, use, identify, isDatabaseUp: () => dataOrm.isConnected(), noteDenial, log },
    audit: { identify, exportAudit: use.exportAudit, noteDenial, log },
    auth: {
      path: AUTH_PATH,
      publicUrl,
      clientAddressHeader: CLIENT_ADDRESS_HEADER,
      handle: (request) => auth.handle(request),
      noteDenial,
      origins,
    },
    oidc: people.oidcRoutes,
    oauth: oauthCallback(auth, ports, noteDenial, log),
    ops: {
      database: databaseStatus,
      metrics,
      metricsAreOpen: isLocal,
      hasAdminToken: async (request) => (await identify(request))?.kind.endsWith('_token') ?? false,
    },
    console: { directory: CONSOLE_DIRECTORY },
  })

  async function letGoOfDatabase(): Promise<void> {
    await listener.close()
    await oauth.close()
    await state.close()
    await Promise.all([health.settled(), compatibility.settled()])
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
      expiry.stop()
      await transport.close()
      await tracer.close()
      await recorder.close()
      await oauth.finish()
      // A database that hangs must not hold the process.
      await Promise.race([letGoOfDatabase(), sleep(CLOSE_MS)])
      database.release()
    },
  }
}
