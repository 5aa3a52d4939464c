// One try at counting the tokens of a prompt, at one place.
import type { AttemptResult } from '../../../../core/upstream/provider.ts'
import { headerValue } from '../../../../core/upstream/raw-headers.ts'
import { readAll } from '../../../../core/upstream/read-all.ts'
import { TransportError, type HttpResponse } from '../../../../core/upstream/transport.ts'
import { emptyUsage } from '../../../../core/usage/token-usage.ts'
import { applyEdits, insertMember } from '../../../../core/wire/json-edit.ts'
import { parseJsonObject } from '../../../../core/wire/json-object.ts'
import {
  decodeValue,
  kindOf,
  membersOf,
  memberValue,
  type JsonTape,
} from '../../../../core/wire/json-tape.ts'
import { readJsonTape } from '../../../../core/wire/read-json-tape.ts'
import { bodyFor, type BedrockCall } from '../bedrock-call.ts'
import { baseUrl, runtimePath, type InferenceHost } from '../bedrock-urls.ts'
import type { CountingRoute } from './counting-routes.ts'
import { bedrockDisguisedFailure } from '../errors/bedrock-failure.ts'
import { asAttemptFailed, AttemptFailed, unreadableResponse } from '../errors/attempt-failed.ts'
import { sendRequest, type Exchange, type ExchangeDeps } from '../exchange.ts'
import { jsonResponse } from '../response/json-answer.ts'
import type { PreparedBody } from '../request/prepare-body.ts'
import type { ServeDeps } from '../serve-messages.ts'
import { requestHeaders, SURFACES } from '../surfaces.ts'
import { upstreamRequestIdOf } from '../upstream-request-id.ts'
import { withRepair } from '../with-repair.ts'

/** A place that is only asked for a favour is not waited for long. */
const OWN_TIMEOUT_MS = 30_000
const FAVOUR_TIMEOUT_MS = 3000
const MAX_ANSWER_BYTES = 2 ** 20

interface CountingForm {
  readonly surface: 'invoke' | 'mantle'
  readonly path: (modelId: string) => string
  readonly body: (bytes: Uint8Array) => Uint8Array
  /** Where the answer says it. */
  readonly field: 'inputTokens' | 'input_tokens'
}

const FORMS: Readonly<Record<InferenceHost, CountingForm>> = {
  mantle: {
    surface: 'mantle',
    path: () => '/anthropic/v1/messages/count_tokens',
    body: (bytes) => bytes,
    field: 'input_tokens',
  },
  runtime: {
    surface: 'invoke',
    path: (modelId) => runtimePath(modelId, 'count-tokens'),
    body: wrapped,
    field: 'inputTokens',
  },
}

/** @throws AttemptFailed, GatewayError for a body that cannot be sent */
export async function countOn(
  deps: ServeDeps,
  served: BedrockCall,
  { host, modelId, isOwn }: CountingRoute,
): Promise<AttemptResult> {
  const { call, candidate, credential, model } = served
  const { requestId } = call
  const form = FORMS[host]
  const rules = SURFACES[form.surface]
  const url = new URL(baseUrl(deps.urls, credential, host) + form.path(modelId))
  const timeout = AbortSignal.timeout(isOwn ? OWN_TIMEOUT_MS : FAVOUR_TIMEOUT_MS)
  const signal = AbortSignal.any([served.signal, timeout])
  const exchange: Exchange = { requestId, candidate, url: url.href, model, signal }
  const send = async (sent: PreparedBody) => {
    const answer = await sendRequest(deps, exchange, {
      method: 'POST',
      url,
      headers: requestHeaders(call.headers, rules, 'application/json', sent),
      body: form.body(sent.bytes),
      takenCodings: [],
      authorization: rules.authorization,
    })
    return counted(deps, exchange, answer, form)
  }
  const place = { ...served, upstreamModel: modelId }
  const learned = deps.compatibility.of(credential.id, modelId)
  const to = { surface: form.surface, upstreamModel: modelId, stream: false }
  try {
    return await withRepair(deps, place, bodyFor(served, to, learned), send)
  } catch (error) {
    if (error !== timeout.reason || served.signal.aborted) throw error
    const late = new TransportError('timed_out', `${url.host} did not count in time`)
    throw asAttemptFailed(deps, exchange, late, 'before its head')
  }
}

async function counted(
  deps: ExchangeDeps,
  exchange: Exchange,
  { headers, body }: HttpResponse,
  { field }: CountingForm,
): Promise<AttemptResult> {
  try {
    const bytes = await readAll(body, MAX_ANSWER_BYTES)
    const count = bytes && parseJsonObject(new TextDecoder().decode(bytes))?.[field]
    if (typeof count === 'number' && Number.isSafeInteger(count) && count >= 0) {
      const answer = new TextEncoder().encode(JSON.stringify({ input_tokens: count }))
      return jsonResponse(headers, answer, emptyUsage(), exchange.requestId)
    }
    const failure = bytes && bedrockDisguisedFailure(headers, bytes)
    if (failure) throw new AttemptFailed(failure, 'error')
    const type = headerValue(headers, 'content-type') ?? 'no content type'
    throw unreadableResponse(
      `No count in an answer with the content type '${type}'`,
      upstreamRequestIdOf(headers),
    )
  } catch (error) {
    throw asAttemptFailed(deps, exchange, error, 'after its head')
  }
}

/** CountTokens takes a whole InvokeModel body, which needs a limit that counting has no use for. */
function wrapped(bytes: Uint8Array): Uint8Array {
  const body = Buffer.from(withMaxTokens(bytes)).toString('base64')
  return new TextEncoder().encode(`{"input":{"invokeModel":{"body":"${body}"}}}`)
}

/** A limit that contradicts nothing the client sent: it must be above the budget for thinking. */
function withMaxTokens(bytes: Uint8Array): Uint8Array {
  const tape = readJsonTape(bytes, 2)
  if (memberValue(tape, 0, 'max_tokens') !== undefined) return bytes
  const isEmpty = membersOf(tape, 0).next().done === true
  return applyEdits(bytes, [insertMember(tape, 0, `"max_tokens":${thinkingBudget(tape) + 1}`, isEmpty)])
}

function thinkingBudget(tape: JsonTape): number {
  const thinking = memberValue(tape, 0, 'thinking')
  const budget = thinking === undefined ? undefined : memberValue(tape, thinking, 'budget_tokens')
  const tokens =
    budget === undefined || kindOf(tape, budget) !== 'number' ? 0 : Number(decodeValue(tape, budget))
  return Number.isSafeInteger(tokens) && tokens > 0 ? tokens : 0
}
