// Anthropic's token endpoint: the code grant as a form, the refresh grant and the exchange of an identity token as JSON
// with their betas. One request, no redirects.
import type { Secret } from '../../core/vault/secret.ts'
import type { EndpointGuard } from '../../core/credentials/endpoint-guard.ts'
import { readTokenResponse } from '../../core/oauth/tokens/read-token-answer.ts'
import { NO_CLIENT_ID } from '../../core/oauth/flow/oauth-client.ts'
import type { TokenResponse, TokenEndpoint } from '../../core/oauth/tokens/token-endpoint.ts'
import { redactText } from '../../core/redaction/redact.ts'
import type { Hide } from '../../core/upstream/hide-secret.ts'
import { readAll } from '../../core/upstream/read-all.ts'
import { TransportError, type Transport } from '../../core/upstream/transport.ts'

export interface TokenEndpointDeps {
  /** Follows no redirects. */
  readonly transport: Transport
  readonly endpointGuard: EndpointGuard
  readonly tokenUrl: string
  /** Client id; null when no grant of a client can be asked for. */
  readonly clientId: string | null
  readonly timeoutMs: number
  readonly now: () => Date
}

const REFRESH_BETA = 'oauth-2025-04-20'
const FEDERATION_BETAS = `${REFRESH_BETA},oidc-federation-2026-04-01`
const MAX_ANSWER_BYTES = 2 ** 20

export function makeAnthropicTokenEndpoint(deps: TokenEndpointDeps): TokenEndpoint {
  const url = new URL(deps.tokenUrl)

  async function post(
    headers: readonly string[],
    body: string,
    hide: Hide = (text) => text,
  ): Promise<TokenResponse> {
    const signal = AbortSignal.timeout(deps.timeoutMs)
    try {
      const rejection = await deps.endpointGuard.denial(url)
      if (rejection !== null) return notAnswered(`HEADGATE_OAUTH_TOKEN_URL: ${rejection}`)
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
      const text = hide(new TextDecoder().decode(bytes))
      return readTokenResponse(answer.status, answer.headers, text, deps.now())
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
    federate: ({ federationRuleId, organizationId, serviceAccountId, workspaceId }, identityToken) =>
      post(
        ['content-type', 'application/json', 'anthropic-beta', FEDERATION_BETAS],
        JSON.stringify({
          grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
          assertion: identityToken.reveal(),
          federation_rule_id: federationRuleId,
          organization_id: organizationId,
          service_account_id: serviceAccountId,
          workspace_id: workspaceId,
        }),
        tokenHider(identityToken),
      ),
  }
}

/** Shorter ones are no part of a token that anybody issues. */
const LEAST_CHARS = 8

/** Whatever the endpoint repeats of it, down to one of its three parts. */
function tokenHider(identityToken: Secret): Hide {
  const token = identityToken.reveal()
  const parts = [token, ...token.split('.')].filter((part) => part.length >= LEAST_CHARS)
  return (text) => parts.reduce((safe, part) => safe.replaceAll(part, '***'), text)
}

/** Passing: nothing is known of the token. */
function notAnswered(reason: string): TokenResponse {
  return { kind: 'rejected', rejection: { status: null, code: null, reason, retryAfterMs: null } }
}
