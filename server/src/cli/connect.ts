// The typed client of a running gateway, as its owner, and what it says when that does not work.
import { readFileSync } from 'node:fs'
import { createTRPCClient, httpLink, TRPCClientError, type TRPCClient } from '@trpc/client'
import type { ErrorReason } from '@headgate/shared/error-reason'
import type { AppRouter } from '../http/trpc/router.ts'
import type { Cli } from './cli.ts'
import { CliError, EXIT_TROUBLE, EXIT_WRONG } from './cli-error.ts'
import { fileTrouble } from './file-trouble.ts'

export interface Connection {
  /** Without a slash at its end. */
  readonly url: string
  /** @throws CliError when the gateway cannot be asked, or denies. */
  ask<T>(work: (gateway: TRPCClient<AppRouter>) => Promise<T>): Promise<T>
}

const HOW_TO_SET_TOKEN =
  'Set HEADGATE_ADMIN_TOKEN to the value that the server runs with (at least 32 characters), or to an API token (hga_...); it is read from the environment only.'

/** @throws CliError when there is no admin credential or no URL to ask. */
export function connect({ env, hidden }: Pick<Cli, 'env' | 'hidden'>, given: string | undefined): Connection {
  const url = readUrl(given ?? (env.HEADGATE_URL || `http://127.0.0.1:${env.PORT || 4100}`))
  const adminToken = hidden.hide(readAdminToken(env))
  if (!adminToken) throw new CliError(`The gateway asks for a credential. ${HOW_TO_SET_TOKEN}`)
  if (!/^[\x21-\x7e]+$/.test(adminToken))
    throw new CliError('HEADGATE_ADMIN_TOKEN holds characters that no HTTP header can carry.')
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
        throw explained(error, url)
      }
    },
  }
}

/** For containers, whose secrets are files. */
function readAdminToken(env: Cli['env']): string {
  const path = env.HEADGATE_ADMIN_TOKEN_FILE
  if (env.HEADGATE_ADMIN_TOKEN || !path) return env.HEADGATE_ADMIN_TOKEN ?? ''
  try {
    return readFileSync(path, 'utf8').trim()
  } catch (error) {
    throw new CliError(`HEADGATE_ADMIN_TOKEN_FILE: ${fileTrouble(error, path)}`)
  }
}

function readUrl(text: string): string {
  const url = URL.parse(text)
  if (url === null || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '')
    throw new CliError('The URL of the gateway must look like http://127.0.0.1:4100 (--url or HEADGATE_URL).')
  if (url.username !== '' || url.password !== '')
    throw new CliError('The URL of the gateway must hold no user info (--url or HEADGATE_URL).')
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '')
}

/** A redirect would take the admin credential somewhere else, or lose it. */
async function fetchDirectly(url: string, ...[input, init]: Parameters<typeof fetch>): Promise<Response> {
  const response = await fetch(input, { ...init, redirect: 'manual' })
  if (response.status >= 300 && response.status < 400)
    throw new CliError(
      `${url} redirects to ${response.headers.get('location') ?? 'another place'}: use that as --url.`,
    )
  return response
}

function explained(error: unknown, url: string): unknown {
  if (!(error instanceof TRPCClientError)) return error
  const { cause } = error
  if (cause instanceof CliError) return cause
  const { data } = error as TRPCClientError<AppRouter>
  if (data?.code === 'UNAUTHORIZED')
    return new CliError(`The gateway at ${url} rejects the admin credential. ${HOW_TO_SET_TOKEN}`)
  if (data) return new CliError(error.message, data.code, exitCodeOf(data.reason))
  if (cause instanceof TypeError && cause.message === 'fetch failed')
    return new CliError(
      `No gateway answers at ${url} (${networkReason(cause)}). Is it running? Name another with --url or HEADGATE_URL.`,
    )
  return new CliError(
    `${url} answers, but not as a Headgate server does. Name it with --url or HEADGATE_URL.`,
  )
}

/** A secret that was tried and does not work is a result, like a probe that failed. */
function exitCodeOf(reason: ErrorReason | null): number {
  return reason === 'secret_rejected' || reason === 'secret_untold' ? EXIT_WRONG : EXIT_TROUBLE
}

const NETWORK_REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ENOTFOUND: 'host not found',
}

function networkReason({ cause }: TypeError): string {
  if (!(cause instanceof Error)) return 'no connection'
  const code = 'code' in cause ? String(cause.code) : cause.message
  return NETWORK_REASONS[code] ?? code
}
