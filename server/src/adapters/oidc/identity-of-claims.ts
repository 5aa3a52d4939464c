// Who signed in, read from what an OpenID Connect provider says of them.
import type { Identity } from '../../core/sign-in/identity-provider.ts'

type Claims = Readonly<Record<string, unknown>>

export interface Answers {
  /** Signed by the provider. */
  readonly idToken: Claims & { readonly iss: string; readonly sub: string }
  /** Of the userinfo address; empty without one. */
  readonly userInfo: Claims
}

export function identityOfClaims({ idToken, userInfo }: Answers, groupsClaim: string): Identity {
  const all: Claims = { ...userInfo, ...idToken }
  // That an address is verified is said of the one in the same answer.
  const ofEmail = textOf(idToken['email']) === null ? userInfo : idToken
  const groups = all[groupsClaim]
  return {
    issuer: idToken.iss,
    subject: idToken.sub,
    email: textOf(ofEmail['email'])?.toLowerCase() ?? null,
    emailVerified: ofEmail['email_verified'] === true,
    name: textOf(all['name']) ?? textOf(all['preferred_username']),
    groups: (Array.isArray(groups) ? groups : [groups]).filter((group) => typeof group === 'string'),
  }
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, 255) : null
}
