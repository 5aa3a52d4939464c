// The typed client of a running gateway, and error messages for when it cannot be reached or denies the call.
import { readFileSync } from 'node:fs'
import { createTRPCClient, httpLink, TRPCClientError, type TRPCClient } from '@trpc/client'
import type { ErrorReason } from '@headgate/shared/error-reason'
import type { AppRouter } from '../../http/trpc/router.ts'
import type { Cli } from '../cli.ts'
import { CliError, EXIT_TROUBLE, EXIT_WRONG, explainFileError } from '../output/errors.ts'
import { plainIssue } from './plain-issue.ts'

export interface Connection {
  /** No slash at the end. */
  readonly url: string
  /** @throws CliError when the gateway cannot be reached or denies the call */
  ask<T>(work: (gateway: TRPCClient<AppRouter>) => Promise<T>): Promise<T>
}

const HOW_TO_SET_TOKEN =
  'Set HEADGATE_ADMIN_TOKEN to the value that the server runs with (at least 32 characters) or to an API token (hga_...). It is read from the environment only.'

/** @throws CliError when the admin token is missing or the URL is not usable */
export function connect({ env, hidden }: Pick<Cli, 'env' | 'hidden'>, given: string | undefined): Connection {
  const url = readUrl(given ?? (env.HEADGATE_URL || `http://127.0.0.1:${env.PORT || 4100}`))
  const adminToken = hidden.hide(readAdminToken(env))
  if (!adminToken) throw new CliError(`The admin token is missing. ${HOW_TO_SET_TOKEN}`)
  if (!/^[\x21-\x7e]+$/.test(adminToken))
    throw new CliError(
      'HEADGATE_ADMIN_TOKEN contains spaces or special characters. Check that you copied it completely.',
    )
  const client = createTRPCClient<AppRouter>({
    links: [
      httpLink({
        url: `${url}/trpc`,
        headers: { authorization: `Bearer ${adminToken}` },
        fetch: (input, init) => fetchDirectly(url, input, init),
      }),
    ],
  })
  return {
    url,
    async ask(work) {
      try {
        return await work(client)
      } catch (error) {
        throw explainError(error, url)
      }
    },
  }
}

/** Containers get their secrets as files. */
function readAdminToken(env: Cli['env']): string {
  const path = env.HEADGATE_ADMIN_TOKEN_FILE
  if (env.HEADGATE_ADMIN_TOKEN || !path) return env.HEADGATE_ADMIN_TOKEN ?? ''
  try {
    return readFileSync(path, 'utf8').trim()
  } catch (error) {
    throw new CliError(`HEADGATE_ADMIN_TOKEN_FILE: ${explainFileError(error, path)}`)
  }
}

function readUrl(text: string): string {
  const url = URL.parse(text)
  if (url === null || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '')
    throw new CliError('The gateway URL must look like http://127.0.0.1:4100. Check --url or HEADGATE_URL.')
  if (url.username !== '' || url.password !== '')
    throw new CliError(
      'The gateway URL must not contain a user name or password. Check --url or HEADGATE_URL.',
    )
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '')
}

/** Follows no redirect: it would send the admin token somewhere else, or lose it. */
async function fetchDirectly(url: string, ...[input, init]: Parameters<typeof fetch>): Promise<Response> {
  const response = await fetch(input, { ...init, redirect: 'manual' })
  if (response.status >= 300 && response.status < 400)
    throw new CliError(
      `${url} redirects to ${response.headers.get('location') ?? 'another address'}. Use that address as --url.`,
    )
  return response
}

function explainError(error: unknown, url: string): unknown {
  if (!(error instanceof TRPCClientError)) return error
  const { cause } = error
  if (cause instanceof CliError) return cause
  const { data } = error as TRPCClientError<AppRouter>
  if (data?.code === 'UNAUTHORIZED')
    return new CliError(`The gateway at ${url} denied the admin token. ${HOW_TO_SET_TOKEN}`)
  if (data) return new CliError(messageOf(error.message, data.issues), data.code, exitCodeOf(data.reason))
  if (cause instanceof TypeError && cause.message === 'fetch failed')
    return new CliError(
      `The gateway at ${url} does not answer${networkReason(cause)}. Is it running? To use another gateway, set --url or HEADGATE_URL.`,
    )
  return new CliError(`${url} is not a Headgate gateway. Set --url or HEADGATE_URL to the address of yours.`)
}

type Issues = readonly { readonly path: string; readonly message: string }[] | null

function messageOf(message: string, issues: Issues): string {
  if (issues === null) return message
  return issues
    .map((issue) => (issue.path === '' ? 'The input' : `${issue.path}:`) + ` ${plainIssue(issue.message)}`)
    .join('; ')
}

/** A secret that was tried and does not work counts as a result, like a failed probe. */
function exitCodeOf(reason: ErrorReason | null): number {
  return reason === 'secret_rejected' || reason === 'secret_untold' ? EXIT_WRONG : EXIT_TROUBLE
}

const NETWORK_REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection closed',
  EHOSTUNREACH: 'host not reachable',
  ENETUNREACH: 'network not reachable',
  ENOTFOUND: 'host not found',
  EAI_AGAIN: 'host name cannot be looked up',
  ETIMEDOUT: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_SOCKET: 'connection closed',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is not trusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is not trusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is not trusted',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak https; try http',
}

/** @returns such as " (connection refused)"; nothing for a reason that has no plain words */
function networkReason({ cause }: TypeError): string {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  const reason = NETWORK_REASONS[code]
  return reason === undefined ? (code === '' ? '' : ` (${code})`) : ` (${reason})`
}
