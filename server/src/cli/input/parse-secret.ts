// Parses the secret that a script passes: one line, or its parts as JSON or NAME=VALUE lines.
import { CliError } from '../output/errors.ts'

export interface AccessKeys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

export interface OAuthTokens {
  readonly accessToken: string
  readonly refreshToken: string
  /** ISO 8601. */
  readonly expiresAt: string
  readonly scopes?: string[]
}

/** @throws CliError that repeats nothing of the text */
export function parseApiKey(text: string): string {
  const line = onlyLine(text)
  if (line === null) throw new CliError('The secret must be one line that contains only the API key.')
  if (!/^[\x21-\x7e]+$/.test(line))
    throw new CliError(
      'The API key contains a space or a special character. Check that you copied it completely.',
    )
  return line
}

const ACCESS_KEY_FORMS =
  'Access keys must be JSON {"accessKeyId":..., "secretAccessKey":..., "sessionToken":...} or lines such as AWS_ACCESS_KEY_ID=... With --access-key-id, the secret access key alone is enough.'

/** @param accessKeyId from its option; the text may then be the secret access key alone */
export function parseAccessKeys(text: string, accessKeyId: string | undefined): AccessKeys {
  const line = onlyLine(text)
  const parts = readParts(text)
  if (parts === null && line !== null && accessKeyId !== undefined)
    return { accessKeyId, secretAccessKey: line }
  const id = accessKeyId ?? parts?.get('accesskeyid')
  const secretAccessKey = parts?.get('secretaccesskey')
  const sessionToken = parts?.get('sessiontoken')
  if (typeof id !== 'string' || typeof secretAccessKey !== 'string') throw new CliError(ACCESS_KEY_FORMS)
  return { accessKeyId: id, secretAccessKey, ...(typeof sessionToken === 'string' && { sessionToken }) }
}

const OAUTH_FORMS =
  'OAuth tokens must be JSON {"accessToken":..., "refreshToken":..., "expiresAt":"2026-12-01T00:00:00Z", "scopes":[...]}.'

export function parseOAuthTokens(text: string): OAuthTokens {
  const parts = readParts(text)
  const accessToken = parts?.get('accesstoken')
  const refreshToken = parts?.get('refreshtoken')
  const expiresAt = timeOf(parts?.get('expiresat'))
  if (typeof accessToken !== 'string' || typeof refreshToken !== 'string' || expiresAt === null)
    throw new CliError(OAUTH_FORMS)
  const scopes = scopesOf(parts?.get('scopes') ?? parts?.get('scope'))
  return { accessToken, refreshToken, expiresAt, ...(scopes !== null && { scopes }) }
}

/** Some editors put a byte order mark in front. */
function withoutMark(text: string): string {
  return text.replace(/^\uFEFF/, '')
}

function linesOf(text: string): string[] {
  return withoutMark(text)
    .split(/\r\n|\n|\r/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

function onlyLine(text: string): string | null {
  const lines = linesOf(text)
  return lines.length === 1 ? lines[0]! : null
}

/** @returns values by name in lower case, without `aws_` and `_`; null for other forms */
function readParts(text: string): ReadonlyMap<string, unknown> | null {
  const trimmed = withoutMark(text).trim()
  const entries = trimmed.startsWith('{') ? jsonEntries(trimmed) : lineEntries(linesOf(trimmed))
  return entries && new Map(entries.map(([name, value]) => [plainName(name), value]))
}

function plainName(name: string): string {
  return name
    .toLowerCase()
    .replace(/^export\s+/, '')
    .replaceAll(/[_-]/g, '')
    .replace(/^aws/, '')
}

/** AWS's tools wrap the keys in one of these objects. */
const WRAPPERS = ['AccessKey', 'Credentials']

function jsonEntries(text: string): [string, unknown][] | null {
  try {
    const value = JSON.parse(text) as Record<string, unknown>
    const inner = WRAPPERS.map((name) => value[name]).find((part) => typeof part === 'object' && part)
    return Object.entries(inner ?? value)
  } catch {
    return null
  }
}

function lineEntries(lines: readonly string[]): [string, string][] | null {
  const pairs = lines
    .filter((line) => !/^[#[]/.test(line))
    .map((line) => /^(?:export\s+)?([A-Za-z][\w-]*)\s*=\s*(.+)$/.exec(line))
  if (pairs.length === 0 || pairs.includes(null)) return null
  return pairs.map((pair) => [pair![1]!, pair![2]!.replace(/^(["'])(.*)\1$/, '$2')])
}

/** Accepts ISO 8601, and seconds or milliseconds since 1970 as Anthropic's tools write them. */
function timeOf(value: unknown): string | null {
  if (typeof value === 'string') return value
  if (typeof value !== 'number' || !Number.isFinite(value)) return null
  const ms = value < 1e11 ? value * 1000 : value
  return ms >= 0 && ms < 8.64e15 ? new Date(ms).toISOString() : null
}

function scopesOf(value: unknown): string[] | null {
  if (typeof value === 'string') return value.split(/[\s,]+/).filter((scope) => scope !== '')
  return Array.isArray(value) ? value.filter((scope) => typeof scope === 'string') : null
}
