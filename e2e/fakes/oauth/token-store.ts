// Codes and tokens the stand-in has given out. A code is good once, and so is a refresh token.
import { randomBytes } from 'node:crypto'

export interface Authorization {
  readonly clientId: string
  readonly redirectUri: string
  readonly codeChallenge: string
  readonly state: string
  readonly scope: string
}

export interface TokenStore {
  /** Every access token given out, in order. */
  readonly accessTokens: readonly string[]
  issueCode(authorization: Authorization): string
  /** The authorization behind a code, which is used up. */
  takeCode(code: string): Authorization | undefined
  isGoodRefreshToken(token: string): boolean
  useUpRefreshToken(token: string): void
  issueAccessToken(): string
  issueRefreshToken(): string
}

/** @param initial refresh tokens that are good from the start; without it, any unused one of the right shape. */
export function makeTokenStore(initial?: readonly string[]): TokenStore {
  const codes = new Map<string, Authorization>()
  const accessTokens: string[] = []
  const issued = new Set<string>()
  const used = new Set<string>()
  return {
    accessTokens,
    issueCode: (authorization) => {
      const code = randomBytes(24).toString('base64url')
      codes.set(code, authorization)
      return code
    },
    takeCode: (code) => {
      const authorization = codes.get(code)
      codes.delete(code)
      return authorization
    },
    isGoodRefreshToken: (token) => {
      if (used.has(token)) return false
      return issued.has(token) || (initial?.includes(token) ?? token.startsWith('sk-ant-ort'))
    },
    useUpRefreshToken: (token) => {
      used.add(token)
    },
    issueAccessToken: () => {
      const token = fresh('sk-ant-oat01-')
      accessTokens.push(token)
      return token
    },
    issueRefreshToken: () => {
      const token = fresh('sk-ant-ort01-')
      issued.add(token)
      return token
    },
  }
}

function fresh(prefix: string): string {
  return prefix + randomBytes(48).toString('base64url')
}
