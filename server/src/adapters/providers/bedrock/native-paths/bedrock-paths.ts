// Serves AWS-native paths: the request as it came, with the identity of a credential instead of the client's.
import type { ModelOverride } from '../../../../core/models/model-override.ts'
import { resolutionError } from '../../../../core/models/resolve-bedrock-model.ts'
import type { BedrockPathCall } from '../../../../core/upstream/bedrock-path-call.ts'
import { logFailure } from '../../../../core/upstream/log-failure.ts'
import type { AttemptResult, CallPort, Candidate } from '../../../../core/upstream/provider.ts'
import { readAll } from '../../../../core/upstream/read-all.ts'
import { TransportError, type HttpResponse } from '../../../../core/upstream/transport.ts'
import { withFreshIdentity } from '../authorize.ts'
import { bedrockCredential } from '../bedrock-credential.ts'
import type { BedrockUrls } from '../bedrock-urls.ts'
import { connectionFailure, MAX_ERROR_BYTES, type LoggedAttempt } from '../errors/attempt-failed.ts'
import { authorizeAndSend, type ExchangeDeps } from '../exchange.ts'
import { SURFACES } from '../surfaces.ts'
import { passThrough } from './path-answer.ts'
import { pathFailure } from './path-failure.ts'
import { resolvePathModel } from './path-model.ts'
import { pathRequest } from './path-request.ts'

export interface BedrockPathsDeps extends ExchangeDeps {
  readonly urls: BedrockUrls
  readonly overrides: () => readonly ModelOverride[]
}

/** These paths are those of the runtime, whatever the surface of the credential. */
const { authorization } = SURFACES.invoke
const NO_MODEL = { ok: true, upstreamModel: null, model: null } as const

export function makeBedrockPaths(deps: BedrockPathsDeps): CallPort<BedrockPathCall> {
  const resolve = ({ path }: BedrockPathCall, candidate: Candidate) =>
    path.kind === 'model'
      ? resolvePathModel(path.modelId, path.operation, bedrockCredential(candidate), deps.overrides())
      : NO_MODEL

  return {
    target(call, candidate) {
      const resolved = resolve(call, candidate)
      return resolved.ok
        ? { upstreamModel: resolved.upstreamModel, model: resolved.model }
        : { upstreamModel: null, model: null }
    },
    attempt(call, candidate, signal) {
      const resolved = resolve(call, candidate)
      if (!resolved.ok) return Promise.resolve({ kind: 'not_sent', error: resolutionError(resolved) })
      const { upstreamModel } = resolved
      return withFreshIdentity(deps, candidate, () =>
        attemptOnce(deps, { call, candidate, upstreamModel, signal }),
      )
    },
  }
}

interface Attempt {
  readonly call: BedrockPathCall
  readonly candidate: Candidate
  readonly upstreamModel: string | null
  readonly signal: AbortSignal
}

async function attemptOnce(deps: BedrockPathsDeps, attempt: Attempt): Promise<AttemptResult> {
  const { call, candidate, upstreamModel } = attempt
  const request = pathRequest(deps.urls, call, bedrockCredential(candidate), upstreamModel)
  const logged: LoggedAttempt = { requestId: call.requestId, candidate, url: request.url.href }
  let answer: HttpResponse | null = null
  try {
    answer = await authorizeAndSend(deps, attempt, { ...request, authorization })
    if (answer.status < 200 || answer.status >= 300) return await rejected(deps, attempt, logged, answer)
    return await passThrough(answer, call.path.kind === 'model' ? call.path.operation : null, deps.silenceMs)
  } catch (error) {
    const failure = connectionFailure(deps, logged, error, answer ? 'after its head' : 'before its head')
    if (failure) return { kind: 'failure', failure }
    throw error
  }
}

async function rejected(
  { log, now }: BedrockPathsDeps,
  { call, candidate }: Attempt,
  { url }: LoggedAttempt,
  { status, headers, body: rest }: HttpResponse,
): Promise<AttemptResult> {
  const body = await readAll(rest, MAX_ERROR_BYTES)
  if (body === null) throw new TransportError('network', `Error answer of more than ${MAX_ERROR_BYTES} bytes`)
  logFailure(log, call, candidate, { url, status, headers, body })
  return { kind: 'failure', failure: pathFailure({ status, headers, body }, call, now()) }
}
