// Bedrock's own paths behind a project key, for clients that think they talk to AWS: read it downwards.
import type { FastifyInstance } from 'fastify'
import type { Logger } from '../../core/log.ts'
import { callWithFailover, type FailoverDeps } from '../../core/routing/call-with-failover.ts'
import type { RoutedProject } from '../../core/routing/gateway-state.ts'
import type { BedrockPath, BedrockPathCall } from '../../core/upstream/bedrock-path-call.ts'
import { MAX_BODY_BYTES, workOf, type CallPort, type Candidate } from '../../core/upstream/provider.ts'
import { GatewayError } from '../../core/wire/anthropic-error.ts'
import { pathOf } from '../request-path.ts'
import { accountFor, type AccountDeps } from './account-for.ts'
import { healthNewsOf } from './bedrock-paths/health-news.ts'
import { parseBedrockPath } from './bedrock-paths/parse-path.ts'
import { sendAwsError, unknownOperation } from './bedrock-paths/send-aws-error.ts'
import { authenticate, type AuthenticateDeps } from './steps/authenticate.ts'
import type { BodyBudget } from './steps/body-budget.ts'
import { chooseCandidates, type ChooseDeps } from './steps/choose-candidates.ts'
import type { Ledger } from './steps/ledger.ts'
import { originForm } from './steps/origin-form.ts'
import { readBody } from './steps/read-body.ts'

export interface BedrockPathDeps extends AccountDeps, AuthenticateDeps, ChooseDeps, FailoverDeps {
  readonly bedrockPaths: CallPort<BedrockPathCall>
  readonly health: ChooseDeps['health'] & FailoverDeps['health']
  readonly budget: BodyBudget
  readonly log: Logger
}

export function registerBedrockPaths(app: FastifyInstance, deps: BedrockPathDeps): void {
  void app.register((scope, _options, done) => {
    // Bodies are read by the handler, after authentication and never re-serialised.
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, _payload, parsed) => parsed(null))
    // Fastify would refuse content types that only the upstream has to understand.
    scope.addHook('onRequest', (request, _reply, next) => {
      request.raw.headers['content-type'] = 'application/octet-stream'
      next()
    })
    scope.setErrorHandler((error, request, reply) => sendAwsError(deps.log, error, request, reply))
    const handler = makeHandleBedrockPaths(deps)
    for (const url of ['/model/*', '/inference-profiles', '/inference-profiles/*']) scope.all(url, handler)
    done()
  })
}

function makeHandleBedrockPaths(deps: BedrockPathDeps) {
  return accountFor(deps, async ({ request, headers, signal, ledger }) => {
    const caller = authenticate(deps, headers)
    ledger.identified(caller, headers)
    const url = originForm(request.raw.url)
    const path = parseBedrockPath(request.method, pathOf(url))
    if (path === null) throw unknownOperation()
    noteModel(ledger, path)
    if (!hasBedrock(caller.project)) throw noBedrock(caller.project)
    // The body lives no longer than this: an answer may stream for an hour.
    const budget = deps.budget.open()
    try {
      const body =
        path.kind === 'model' ? (await readBody(request.raw, budget, MAX_BODY_BYTES.bedrock)).plain : null
      const candidates = chooseCandidates(deps, request.id, caller, headers).filter(isBedrock)
      if (candidates.length === 0) throw noBedrock(caller.project)
      const call = { requestId: request.id, path, query: url.slice(pathOf(url).length), headers, body }
      const work = workOf(call, () => deps.bedrockPaths)
      const failover = { ...deps, health: healthNewsOf(path, deps.health) }
      return await callWithFailover(failover, candidates, work, signal, ledger)
    } finally {
      budget.release()
    }
  })
}

function noteModel(ledger: Ledger, path: BedrockPath): void {
  if (path.kind !== 'model') return
  ledger.viewed({ model: path.modelId, stream: path.operation.endsWith('-stream'), sessionId: null })
}

function isBedrock({ credential }: Candidate): boolean {
  return credential.provider === 'bedrock'
}

function hasBedrock({ pool }: RoutedProject): boolean {
  return pool.some(({ candidate }) => isBedrock(candidate))
}

function noBedrock({ slug }: RoutedProject): GatewayError {
  return new GatewayError(
    'invalid_request_error',
    `This path exists only on Bedrock, and the project '${slug}' has no Bedrock credential that may serve it.`,
  )
}
