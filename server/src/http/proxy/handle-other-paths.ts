// Paths of Anthropic's API that are not served yet: a clear answer instead of a silent 404.
import type { FastifyRequest } from 'fastify'
import { pathOf } from '../request-path.ts'
import { GatewayError } from '../../core/wire/anthropic-error.ts'
import { authenticate, type AuthenticateDeps } from './steps/authenticate.ts'

/** What both providers have: a 404 makes clients go without, a 400 would look like their own fault. */
const EVERYWHERE = /^\/v1\/(?:messages\/count_tokens|models(?:\/.*)?)$/

export function makeHandleOtherPaths(deps: AuthenticateDeps) {
  return function handleOtherPaths(request: FastifyRequest): never {
    const { project } = authenticate(deps, request.raw.rawHeaders)
    const path = pathOf(request.raw.url).slice(0, 200)
    const notServed = new GatewayError(
      'not_found_error',
      `${request.method} ${path} is not served by this gateway.`,
    )
    if (EVERYWHERE.test(path)) throw notServed
    const providers = new Set(project.pool.map(({ candidate }) => candidate.credential.provider))
    if (providers.size > 0 && !providers.has('anthropic')) {
      throw new GatewayError(
        'invalid_request_error',
        `${path} exists only on Anthropic's API, and the project '${project.slug}' is served by Bedrock alone.`,
      )
    }
    throw notServed
  }
}
