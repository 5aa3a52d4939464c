// Serves Bedrock's own paths: the request as it came, with the identity of a credential instead of the client's.
import type { BedrockCredential } from '../../../../core/credentials/credential.ts'
import type { Logger } from '../../../../core/log.ts'
import type { ModelOverride } from '../../../../core/models/model-override.ts'
import type { BedrockResolution } from '../../../../core/models/resolve-bedrock-model.ts'
import { AwsIdentityError } from '../../../../core/upstream/aws-signer.ts'
import type { BedrockPathCall } from '../../../../core/upstream/bedrock-path-call.ts'
import { logFailure } from '../../../../core/upstream/log-failure.ts'
import type { AttemptResult, CallPort, Candidate } from '../../../../core/upstream/provider.ts'
import { readAll } from '../../../../core/upstream/read-all.ts'
import { transportFailure } from '../../../../core/upstream/transport-failure.ts'
import { TransportError, type HttpAnswer, type Transport } from '../../../../core/upstream/transport.ts'
import { GatewayError } from '../../../../core/wire/anthropic-error.ts'
import { authorizeRequest, identityFailure, withFreshIdentity, type AuthorizeDeps } from '../authorize.ts'
import type { BedrockUrls } from '../bedrock-urls.ts'
import { passThrough } from './path-answer.ts'
import { pathFailure } from './path-failure.ts'
import { resolvePathModel } from './path-model.ts'
import { pathRequest } from './path-request.ts'

export interface BedrockPathsDeps extends AuthorizeDeps {
  readonly transport: Transport
  readonly log: Logger
  readonly urls: BedrockUrls
  readonly overrides: () => readonly ModelOverride[]
  readonly now: () => Date
  /** A stream that begins with this much silence is begun all the same. */
  readonly silenceMs: number
}

const AUTHORIZATION = { service: 'bedrock', apiKeyHeader: 'authorization' } as const
const MAX_ERROR_BYTES = 2 ** 20
const NO_MODEL = { ok: true, upstreamId: null, model: null } as const

export function makeBedrockPaths(deps: BedrockPathsDeps): CallPort<BedrockPathCall> {
  const resolve = ({ path }: BedrockPathCall, candidate: Candidate) =>
    path.kind === 'model'
      ? resolvePathModel(path.modelId, path.operation, bedrockCredential(candidate), deps.overrides())
      : NO_MODEL

  return {
    target(call, candidate) {
      const resolved = resolve(call, candidate)
      return resolved.ok
        ? { upstreamModel: resolved.upstreamId, model: resolved.model }
        : { upstreamModel: null, model: null }
    },
    attempt(call, candidate, signal) {
      const resolved = resolve(call, candidate)
      if (!resolved.ok) return Promise.resolve({ kind: 'refusal', error: noModel(resolved) })
      const { upstreamId } = resolved
      return withFreshIdentity(deps, candidate, () =>
        attemptOnce(deps, { call, candidate, upstreamId, signal }),
      )
    },
  }
}

function noModel({ problem, message }: Extract<BedrockResolution, { ok: false }>): GatewayError {
  return new GatewayError(problem === 'invalid' ? 'invalid_request_error' : 'not_found_error', message)
}

function bedrockCredential({ credential }: Candidate): BedrockCredential {
  if (credential.provider !== 'bedrock') throw new TypeError('not a Bedrock credential')
  return credential
}

interface Attempt {
  readonly call: BedrockPathCall
  readonly candidate: Candidate
  readonly upstreamId: string | null
  readonly signal: AbortSignal
}

async function attemptOnce(deps: BedrockPathsDeps, attempt: Attempt): Promise<AttemptResult> {
  const { call, candidate, upstreamId, signal } = attempt
  const request = pathRequest(deps.urls, call, bedrockCredential(candidate), upstreamId)
  const url = request.url.href
  let answer: HttpAnswer | null = null
  try {
    const authorized = await authorizeRequest(deps, request, candidate, AUTHORIZATION, signal)
    answer = await deps.transport.send(authorized, signal)
    if (answer.status < 200 || answer.status >= 300) return await refused(deps, attempt, url, answer)
    return await passThrough(answer, call.path.kind === 'model' ? call.path.operation : null, deps.silenceMs)
  } catch (error) {
    if (!(error instanceof TransportError || error instanceof AwsIdentityError)) throw error
    logFailure(deps.log, call, candidate, { url, cause: error.message })
    const failure =
      error instanceof AwsIdentityError
        ? identityFailure(error)
        : transportFailure(error, answer ? 'after its head' : 'before its head')
    return { kind: 'failure', failure }
  }
}

async function refused(
  deps: BedrockPathsDeps,
  { call, candidate }: Attempt,
  url: string,
  { status, headers, body: rest }: HttpAnswer,
): Promise<AttemptResult> {
  const body = await readAll(rest, MAX_ERROR_BYTES)
  if (body === null) throw new TransportError('network', `Error answer of more than ${MAX_ERROR_BYTES} bytes`)
  logFailure(deps.log, call, candidate, { url, status, headers, body })
  return { kind: 'failure', failure: pathFailure({ status, headers, body }, call, deps.now()) }
}
