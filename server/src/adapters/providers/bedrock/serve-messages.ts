// POST /v1/messages on the surface of the credential.
import type { AttemptResult } from '../../../core/upstream/provider.ts'
import { answerMessage } from './response/answer-message.ts'
import { answerStream } from './response/answer-stream.ts'
import { bodyFor, type BedrockCall } from './bedrock-call.ts'
import { baseUrl, HOST_OF_SURFACE, type BedrockUrls } from './bedrock-urls.ts'
import { sendRequest, type Exchange, type ExchangeDeps, type Outgoing } from './exchange.ts'
import { openStream } from './response/open-stream.ts'
import type { PreparedBody } from './request/prepare-body.ts'
import { requestHeaders, SURFACES, type SurfaceRules } from './surfaces.ts'
import { withRepair, type RepairDeps } from './with-repair.ts'

export interface ServeDeps extends ExchangeDeps, RepairDeps {
  readonly urls: BedrockUrls
}

/** @throws AttemptFailed, GatewayError for a body that cannot be sent */
export function serveMessages(deps: ServeDeps, served: BedrockCall): Promise<AttemptResult> {
  const { call, candidate, credential, upstreamModel, model, signal } = served
  const { requestId, view } = call
  const { surface } = credential
  const rules = SURFACES[surface]
  const url = new URL(
    baseUrl(deps.urls, credential, HOST_OF_SURFACE[surface]) + rules.path(upstreamModel, view.stream),
  )
  const exchange: Exchange = { requestId, candidate, url: url.href, model, signal }
  const send = async (sent: PreparedBody) => sendRequest(deps, exchange, outgoing(served, url, rules, sent))
  const prepare = bodyFor(
    served,
    { surface, upstreamModel, stream: view.stream },
    deps.compatibility.of(credential.id, upstreamModel),
  )
  if (!view.stream) {
    return withRepair(deps, served, prepare, async (sent) => answerMessage(deps, exchange, await send(sent)))
  }
  const opening = withRepair(deps, served, prepare, async (sent) =>
    openStream(deps, exchange, await send(sent), rules.stream),
  )
  return answerStream(deps, exchange, opening)
}

function outgoing(
  { call: { headers, view } }: BedrockCall,
  url: URL,
  rules: SurfaceRules,
  sent: PreparedBody,
): Outgoing {
  const accept = view.stream ? rules.stream.mediaType : 'application/json'
  return {
    method: 'POST',
    url,
    headers: requestHeaders(headers, rules, accept, sent),
    body: sent.bytes,
    takenCodings: [],
    authorization: rules.authorization,
  }
}
