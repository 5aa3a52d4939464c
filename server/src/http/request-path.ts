// Which route a request is for, and whether a body comes with it.
import type { FastifyRequest } from 'fastify'
import { pathOf } from '../core/data-plane/request-path.ts'

/** The route that answers, however its path was written; the path as received where none does. */
export function routeOf({ routeOptions, raw }: FastifyRequest): string {
  return routeOptions.url ?? pathOf(raw.url)
}

const DATA_PLANE = /^\/(?:v1|model|inference-profiles|api|healthz|readyz)(?:\/|$)/

/** @param route the path where there is none */
export function isDataPlane(route: string): boolean {
  return DATA_PLANE.test(route)
}

/** Whether a handler of the data plane sees to the body. Where there is no route, the framework parses it. */
export function readsOwnBody(request: FastifyRequest): boolean {
  return !request.is404 && isDataPlane(routeOf(request))
}

export function mayHaveBody({ headers }: FastifyRequest): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}
