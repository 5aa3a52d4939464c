// Bedrock's own paths are not served yet: callers hear so in AWS's error shape, after authentication.
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { GatewayError } from '../../core/wire/anthropic-error.ts'
import { authenticate, type AuthenticateDeps } from './steps/authenticate.ts'

export function registerBedrockPaths(app: FastifyInstance, deps: AuthenticateDeps): void {
  void app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, _payload, parsed) => parsed(null))
    scope.setErrorHandler((error, request, reply) => {
      const { status, exception, message } = awsErrorOf(error)
      void reply
        .code(status)
        .headers({
          'x-amzn-requestid': request.id,
          'x-amzn-errortype': exception,
        })
        .send({ message })
    })
    const handler = (request: FastifyRequest): never => {
      const { project } = authenticate(deps, request.raw.rawHeaders)
      if (!project.pool.some(({ candidate }) => candidate.credential.provider === 'bedrock')) {
        throw new GatewayError(
          'invalid_request_error',
          `This path exists only on Bedrock, and the project '${project.slug}' has no Bedrock credential.`,
        )
      }
      throw new GatewayError('not_found_error', 'This gateway serves Bedrock through POST /v1/messages only.')
    }
    for (const url of ['/model/*', '/inference-profiles', '/inference-profiles/*']) scope.all(url, handler)
    done()
  })
}

function awsErrorOf(error: unknown): { status: number; exception: string; message: string } {
  if (!(error instanceof GatewayError))
    return { status: 500, exception: 'InternalServerException', message: 'Internal error' }
  const { type, message } = error
  if (type === 'authentication_error')
    return { status: 403, exception: 'UnrecognizedClientException', message }
  if (type === 'not_found_error') return { status: 404, exception: 'ResourceNotFoundException', message }
  return { status: 400, exception: 'ValidationException', message }
}
