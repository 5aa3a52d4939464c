// Which route a request is for.
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
