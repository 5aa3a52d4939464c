// Mounts the typed API at /trpc, in a scope of its own: the plugin replaces the JSON parser.
import { fastifyTRPCPlugin, type FastifyTRPCPluginOptions } from '@trpc/server/adapters/fastify'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Actor } from '../../core/admin/actor.ts'
import type { NoteDenial } from '../../core/audit/note-denial.ts'
import type { Logger } from '../../core/log.ts'
import { makeProcedureLimits } from '../limit-strangers.ts'
import { appRouter, type AppRouter } from './router.ts'
import type { ControlPlanePorts } from '../../core/control-plane-ports.ts'
import type { UseCases } from '../../core/use-cases.ts'

export interface TrpcDeps {
  readonly ports: ControlPlanePorts
  readonly use: UseCases
  readonly identify: (request: FastifyRequest) => Promise<Actor | null>
  readonly isDatabaseUp: () => Promise<boolean>
  readonly noteDenial: NoteDenial
  readonly log: Logger
}

/** Limits count requests: one of them must not stand for hundreds. */
const MAX_BATCH = 50

export function registerTrpcRoutes(
  app: FastifyInstance,
  { ports, use, identify, isDatabaseUp, noteDenial, log }: TrpcDeps,
): void {
  const limits = makeProcedureLimits(Date.now)
  void app.register(async (scope) => {
    const options: FastifyTRPCPluginOptions<AppRouter> = {
      prefix: '/trpc',
      trpcOptions: {
        router: appRouter,
        maxBatchSize: MAX_BATCH,
        // `curl -d` works for queries too.
        allowMethodOverride: true,
        createContext: ({ req }) => ({
          identify: once(() => identify(req)),
          isDatabaseUp,
          noteDenial,
          admitOpenCall: once(() => limits.admitOpenCall(req.ip)),
          admitStranger: once(() => limits.admitStranger(req.ip)),
          address: req.ip,
          requestId: req.id,
          ports,
          use,
        }),
        onError({ error, path, req }) {
          if (error.code === 'INTERNAL_SERVER_ERROR' || error.code === 'SERVICE_UNAVAILABLE') {
            log.error(
              { error: error.cause ?? error, path, requestId: req.id },
              'a procedure failed unexpectedly',
            )
          }
        },
      },
    }
    await scope.register(fastifyTRPCPlugin, options)
  })
}

/** All procedures of a batch have one caller, who is denied once. */
function once<T>(ask: () => T): () => T {
  let answer: { readonly value: T } | null = null
  return () => (answer ??= { value: ask() }).value
}
