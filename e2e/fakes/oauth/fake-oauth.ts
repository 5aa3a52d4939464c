// A scripted stand-in for Anthropic's Console OAuth: authorize, token exchange, rotating refresh tokens, and federation.
import { startRecordingServer, type Exchange, type ServerOptions } from '../http-server.ts'
import { makeBehaviourQueue, makeScriptedFake, type ScriptedFake } from '../scripted-fake.ts'
import { answerGrant, jsonHeaders } from './answer-grant.ts'
import { authorize, showCode, type ClientRules } from './authorize.ts'
import type { OAuthBehaviour } from './behaviours.ts'
import { checkFederation, FederationRejection, type FederationRule } from './check-federation.ts'
import { checkGrant, type Grant } from './check-grant.ts'
import { errorBody, OAuthRejection } from './oauth-rejection.ts'
import { makeTokenStore } from './token-store.ts'

interface FakeOAuthOptions extends ServerOptions, ClientRules {
  /** Refresh tokens that are good from the start; without it, any unused one of the right shape. */
  readonly refreshTokens?: readonly string[]
  /** Without it every federation is denied. */
  readonly federation?: FederationRule
}

export interface FakeOAuth extends ScriptedFake<OAuthBehaviour> {
  /** Refresh grants that were granted. */
  readonly refreshes: number
  /** Code grants that were granted. */
  readonly codeGrants: number
  /** Identity tokens that were exchanged. */
  readonly federations: number
  /** Every access token given out; a live list, which a stand-in for the API can take as its accepted ones. */
  readonly accessTokens: readonly string[]
}

/** Resetting forgets requests, script and counters; codes and tokens stay as they are. */
export async function startFakeOAuth(options: FakeOAuthOptions = {}): Promise<FakeOAuth> {
  const queue = makeBehaviourQueue<OAuthBehaviour>({ kind: 'answer' })
  const store = makeTokenStore(options.refreshTokens)
  const granted: Record<Grant['kind'], number> = { code: 0, refresh: 0, federation: 0 }
  const answerRequest = async (exchange: Exchange): Promise<void> => {
    switch (`${exchange.request.method} ${exchange.request.path}`) {
      case 'GET /oauth/authorize':
        return authorize(exchange, store, options)
      case 'GET /oauth/code/callback':
        return showCode(exchange)
      case 'POST /v1/oauth/token': {
        const behaviour = queue.next()
        const grant =
          (await checkFederation(exchange.request, options.federation)) ??
          checkGrant(exchange.request, store, options.clientId)
        return answerGrant(exchange, grant, behaviour, store, (kind) => {
          granted[kind] += 1
        })
      }
      default:
        throw new OAuthRejection('not_found', 'Not Found', 404)
    }
  }
  const server = await startRecordingServer(async (exchange) => {
    try {
      await answerRequest(exchange)
    } catch (error) {
      if (error instanceof FederationRejection) {
        const { status, type, message } = error
        exchange.response.writeHead(status, jsonHeaders)
        exchange.response.end(JSON.stringify({ type: 'error', error: { type, message } }))
        return
      }
      if (!(error instanceof OAuthRejection)) throw error
      exchange.response.writeHead(error.status, jsonHeaders)
      exchange.response.end(errorBody(error.code, error.message))
    }
  }, options)
  const fake = makeScriptedFake(server, queue, () => {
    granted.code = 0
    granted.refresh = 0
    granted.federation = 0
  })
  return {
    ...fake,
    accessTokens: store.accessTokens,
    get refreshes() {
      return granted.refresh
    },
    get federations() {
      return granted.federation
    },
    get codeGrants() {
      return granted.code
    },
  }
}
