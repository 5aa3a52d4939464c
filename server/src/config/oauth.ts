// The variables of Anthropic's OAuth and of workload identity federation. The defaults are those of the Console; there is no default client.
import { z } from 'zod'
import { isLoopback } from '../adapters/network/endpoint-guard.ts'

export interface OAuthConfig {
  readonly authorizeUrl: string
  readonly tokenUrl: string
  /** Null: nobody can sign in, and nothing is renewed. */
  readonly clientId: string | null
  readonly scopes: readonly string[]
  readonly redirectUri: string
  /** Null: nothing can be exchanged for access tokens. */
  readonly identityTokenFile: string | null
}

export function isSafeUrl(text: string): boolean {
  const url = URL.parse(text)
  if (!url || url.username || url.password || url.hash) return false
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(host))
}

const httpsUrl = z
  .string()
  .refine(isSafeUrl, 'is not an https URL without user info and fragment (plain http only to loopback hosts)')

export const oauthVariables = {
  HEADGATE_OAUTH_AUTHORIZE_URL: httpsUrl.default('https://platform.claude.com/oauth/authorize'),
  HEADGATE_OAUTH_TOKEN_URL: httpsUrl.default('https://api.anthropic.com/v1/oauth/token'),
  HEADGATE_OAUTH_CLIENT_ID: z
    .string()
    .regex(/^[\x21-\x7e]{1,255}$/, 'must not hold blanks or non-ASCII characters')
    .optional(),
  HEADGATE_OAUTH_SCOPES: z
    .string()
    .regex(/^[\x21-\x7e]+(?: +[\x21-\x7e]+)*$/, 'is no list of scopes with blanks between them')
    .default('user:profile user:inference user:developer'),
  HEADGATE_OAUTH_REDIRECT_URI: httpsUrl.default(
    'https://platform.claude.com/oauth/code/callback?app=anthropic-cli',
  ),
  HEADGATE_IDENTITY_TOKEN_FILE: z.string().min(1).optional(),
}

type OAuthVariables = z.infer<z.ZodObject<typeof oauthVariables>>

export function oauthConfig(env: OAuthVariables): OAuthConfig {
  return {
    authorizeUrl: env.HEADGATE_OAUTH_AUTHORIZE_URL,
    tokenUrl: env.HEADGATE_OAUTH_TOKEN_URL,
    clientId: env.HEADGATE_OAUTH_CLIENT_ID ?? null,
    scopes: env.HEADGATE_OAUTH_SCOPES.split(/ +/),
    redirectUri: env.HEADGATE_OAUTH_REDIRECT_URI,
    identityTokenFile: env.HEADGATE_IDENTITY_TOKEN_FILE ?? null,
  }
}
