// Sign-in by an identity provider with openid-client: discovery, PKCE, state and nonce.
import * as openid from 'openid-client'
import type { IdentityProvider } from '../../core/sign-in/identity-provider.ts'
import { identityOfClaims } from './identity-of-claims.ts'

export interface OpenidProviderDeps {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string | null
  readonly scopes: string
  readonly groupsClaim: string
  readonly redirectUri: string
  /** For all that is asked of the provider: its addresses come from what it has told. Follows no redirects when told so. */
  readonly fetch: openid.CustomFetch
}

const TIMEOUT_SECONDS = 10
const DISCOVER_EVERY_MS = 60 * 60_000

export function makeOpenidProvider(deps: OpenidProviderDeps): IdentityProvider {
  const configuration = remembered(() => discover(deps))
  return {
    async begin() {
      const verifier = openid.randomPKCECodeVerifier()
      const [state, nonce] = [openid.randomState(), openid.randomNonce()]
      const url = openid.buildAuthorizationUrl(await configuration(), {
        redirect_uri: deps.redirectUri,
        scope: deps.scopes,
        code_challenge: await openid.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state,
        nonce,
      })
      return { url: url.href, state, nonce, verifier }
    },
    async complete(query, { state, nonce, verifier }) {
      const config = await configuration()
      const answer = await openid.authorizationCodeGrant(config, new URL(query, deps.redirectUri), {
        pkceCodeVerifier: verifier,
        expectedState: state,
        expectedNonce: nonce,
        idTokenExpected: true,
      })
      const idToken = answer.claims()
      if (!idToken) throw new Error('The identity provider has sent no ID token.')
      // Many providers put what they know about people behind this address only.
      const userInfo =
        config.serverMetadata().userinfo_endpoint === undefined
          ? {}
          : await openid.fetchUserInfo(config, answer.access_token, idToken.sub)
      return identityOfClaims({ idToken, userInfo }, deps.groupsClaim)
    },
  }
}

function discover({
  issuer,
  clientId,
  clientSecret,
  fetch,
}: OpenidProviderDeps): Promise<openid.Configuration> {
  const url = new URL(issuer)
  return openid.discovery(
    url,
    clientId,
    undefined,
    clientSecret === null ? openid.None() : openid.ClientSecretBasic(clientSecret),
    {
      timeout: TIMEOUT_SECONDS,
      [openid.customFetch]: fetch,
      // Plain http is accepted for loopback only, which the configuration has checked.
      ...(url.protocol === 'http:' && { execute: [openid.allowInsecureRequests] }),
    },
  )
}

/** What failed is asked again at once, what worked after an hour. */
function remembered<T>(ask: () => Promise<T>): () => Promise<T> {
  let last: { readonly answer: Promise<T>; readonly at: number } | null = null
  return () => {
    if (last !== null && Date.now() - last.at < DISCOVER_EVERY_MS) return last.answer
    const asked = { answer: ask(), at: Date.now() }
    last = asked
    asked.answer.catch(() => {
      if (last === asked) last = null
    })
    return asked.answer
  }
}
