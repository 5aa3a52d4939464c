// Which kind of call a path is for, and who serves it.
import { misspeltPath } from './misspelt-path.ts'
import { pathOf } from './request-path.ts'
import type { Served } from './deliver.ts'
import type { KnownCall } from './serve-call.ts'
import { serveBedrockPaths, type ServeBedrockPathsPorts } from './serve-bedrock-paths.ts'
import { serveMessages, type ServeMessagesPorts } from './serve-messages.ts'
import { serveModels, type ServeModelsPorts } from './serve-models.ts'
import { serveOtherPaths } from './serve-other-paths.ts'

export interface RoutePorts extends ServeMessagesPorts, ServeModelsPorts, ServeBedrockPathsPorts {
  readonly health: ServeMessagesPorts['health']
}

/** AWS-native paths; their errors have AWS's shape. */
const BEDROCK_PATHS = /^\/(?:model|inference-profiles)(?:\/|$)/
const MODELS = /^\/v1\/models(?:\/[^/]+)?$/

export function routeCall(ports: RoutePorts, known: KnownCall): Promise<Served> {
  const { method, url } = known.call
  const misspelt = misspeltPath(url)
  if (misspelt) return Promise.reject(misspelt)
  const path = pathOf(url)
  if (method === 'POST' && path === '/v1/messages') return serveMessages(ports, 'messages', known)
  if (method === 'POST' && path === '/v1/messages/count_tokens')
    return serveMessages(ports, 'count_tokens', known)
  if ((method === 'GET' || method === 'HEAD') && MODELS.test(path)) return serveModels(ports, known)
  return BEDROCK_PATHS.test(path) ? serveBedrockPaths(ports, known) : serveOtherPaths(ports, known)
}
