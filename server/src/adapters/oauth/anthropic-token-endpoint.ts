// Anthropic's token endpoint: the code grant as a form, the refresh grant as JSON with its beta. One request, no redirects.
import type { EndpointGuard } from '../../core/credentials/endpoint-guard.ts'
import { readTokenAnswer } from '../../core/oauth/read-token-answer.ts'
import { NO_CLIENT_ID } from '../../core/oauth/oauth-client.ts'
import type { TokenAnswer, TokenEndpoint } from '../../core/oauth/token-endpoint.ts'
import { redactText } from '../../core/redaction/redact.ts'
import { readAll } from '../../core/upstream/read-all.ts'
import { TransportError, type Transport } from '../../core/upstream/transport.ts'

export interface TokenEndpointDeps {
  /** Follows no redirects. */
  readonly transport: Transport
  readonly endpointGuard: EndpointGuard
  readonly tokenUrl: string
  /** Null: no grant can be asked for. */
  readonly clientId: string | null
  readonly timeoutMs: number
  readonly now: () => Date
}

const REFRESH_BETA = 'oauth-2025-04-20'
const MAX_ANSWER_BYTES = 2 ** 20

export function makeAnthropicTokenEndpoint(deps: TokenEndpointDeps): TokenEndpoint {
  const url = new URL(deps.tokenUrl)

  async function post(headers: readonly string[], body: string): Promise<TokenAnswer> {
    const signal = AbortSignal.timeout(deps.timeoutMs)
    try {
      const refusal = await deps.endpointGuard.refusal(url)
      if (refusal !== null) return notAnswered(`HEADGATE_OAUTH_TOKEN_URL: ${refusal}`)
      const answer = await deps.transport.send(
        {
          method: 'POST',
          url,
          headers: [
            ...headers,
            'accept',
            'application/json',
            'accept-encoding',
            'identity',
            'user-agent',
            'headgate',
          ],
          body: new TextEncoder().encode(body),
        },
        signal,
      )
      const bytes = await readAll(answer.body, MAX_ANSWER_BYTES)
      if (bytes === null) return notAnswered('The answer of the token endpoint is longer than 1 MiB.')
      return readTokenAnswer(answer.status, answer.headers, new TextDecoder().decode(bytes), deps.now())
    } catch (error) {
      if (signal.aborted)
        return notAnswered(`The token endpoint did not answer within ${deps.timeoutMs / 1000} s.`)
      if (error instanceof TransportError)
        return notAnswered(`The token endpoint could not be reached: ${redactText(error.message)}`)
      throw error
    }
  }

  return {
    unavailable: () => (deps.clientId === null ? NO_CLIENT_ID : null),
    exchange: ({ code, state, verifier, redirectUri }) =>
      post(
        ['content-type', 'application/x-www-form-urlencoded'],
        new URLSearchParams({
          grant_type: 'authorization_code',
          code,
          code_verifier: verifier,
          client_id: deps.clientId ?? '',
          redirect_uri: redirectUri,
          state,
        }).toString(),
      ),
    refresh: (refreshToken) =>
      post(
        ['content-type', 'application/json', 'anthropic-beta', REFRESH_BETA],
        JSON.stringify({
          grant_type: 'refresh_token',
          refresh_token: refreshToken.reveal(),
          client_id: deps.clientId,
        }),
      ),
  }
}

/** Passing: nothing is known of the token. */
function notAnswered(reason: string): TokenAnswer {
  return { kind: 'refused', refusal: { status: null, code: null, reason, retryAfterMs: null } }
}
