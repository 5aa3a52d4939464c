// What a request is for.
import type { FastifyRequest } from 'fastify'

/** The path as it was received, without its query. */
export function pathOf(url: string | undefined): string {
  return (url ?? '').split('?', 1)[0]!
}

/** The route that answers, however its path was written; the path as received where none does. */
export function routeOf({ routeOptions, raw }: FastifyRequest): string {
  return routeOptions.url ?? pathOf(raw.url)
}

const DATA_PLANE = /^\/(?:v1|model|inference-profiles|api|healthz|readyz)(?:\/|$)/

/** @param route the path where there is none */
export function isDataPlane(route: string): boolean {
  return DATA_PLANE.test(route)
}
