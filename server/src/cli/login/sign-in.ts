// Signs in to Anthropic with PKCE: a page to open, and a code that comes back through the browser or is pasted.
import type { SavedCredential } from '@headgate/shared/credentials'
import type { BeginOAuth, BegunOAuth } from '@headgate/shared/oauth'
import { isSubscriptionScope } from '@headgate/shared/subscription'
import { timeoutMsOf, type SignInOptions } from './anthropic-options.ts'
import type { Ask } from '../prompts/ask.ts'
import { CallbackTimeout, listenForCallback, type Verdict } from './callback-listener.ts'
import type { Cli } from '../cli.ts'
import { CliError } from '../output/errors.ts'
import type { Connection } from '../connect/connect.ts'
import { meanwhile } from '../output/meanwhile.ts'
import { hasBrowser, openBrowser } from './open-browser.ts'
import { readInput } from '../input/secret-source.ts'
import { acceptNotice, type NoticeOptions } from './subscription-notice.ts'

export interface SignIn {
  readonly cli: Cli
  readonly connection: Connection
  readonly ask: Ask | null
  readonly options: SignInOptions & NoticeOptions
  /** Whether the credential to sign in again for is known to hold a subscription's login. */
  readonly isSubscription: boolean
}

export type Purpose =
  { readonly id: string } | Omit<Extract<BeginOAuth, { accountId: string }>, 'loopbackPort'>

/** @throws CliError when the sign-in was denied or took too long; nothing is saved then */
export async function signIn(work: SignIn, purpose: Purpose): Promise<SavedCredential> {
  const { ask, options } = work
  const timeoutMs = timeoutMsOf(options)
  if (work.isSubscription) await acceptNotice(ask, options)
  const isPasted = options.paste ?? (ask === null ? false : await wantsToPaste(ask))
  return isPasted ? byPaste(work, purpose) : byCallback(work, purpose, timeoutMs)
}

async function wantsToPaste(ask: Ask): Promise<boolean> {
  const way = await ask.choose('How do you want to finish the sign-in?', [
    { value: 'browser', label: 'In a browser on this machine' },
    { value: 'paste', label: 'Paste a code', hint: 'if the browser is on another machine, such as over SSH' },
  ])
  return way === 'paste'
}

async function begin(work: SignIn, purpose: BeginOAuth): Promise<BegunOAuth> {
  const { ask, options, connection } = work
  const begun = await connection.ask((gateway) => gateway.credentials.beginOAuth.mutate(purpose))
  const scopes = URL.parse(begun.authorizeUrl)?.searchParams.get('scope')?.split(' ') ?? []
  if (!work.isSubscription && isSubscriptionScope(scopes)) await acceptNotice(ask, options)
  return begun
}

async function byPaste(work: SignIn, purpose: Purpose): Promise<SavedCredential> {
  const { cli, ask, connection } = work
  const begun = await begin(work, purpose)
  showAddress(work, begun)
  const code = (
    ask === null
      ? await readInput(cli.input, 'the code')
      : await ask.text({
          message: 'Paste the code from the page (code#state), or the address the browser ended up at',
          check: (answer) => (answer === '' ? 'Required.' : undefined),
        })
  ).trim()
  if (code === '')
    throw new CliError('Standard input is empty. It must contain the code from the page (code#state).')
  const { flowId } = begun
  return connection.ask((gateway) => gateway.credentials.completeOAuth.mutate({ flowId, code }))
}

async function byCallback(work: SignIn, purpose: Purpose, timeoutMs: number): Promise<SavedCredential> {
  const { cli, ask, options } = work
  const listener = await listenForCallback()
  try {
    const begun = await begin(work, { ...purpose, loopbackPort: listener.port })
    showAddress(work, begun)
    const isOffered = ask !== null && options.browser && hasBrowser(process.platform, cli.env)
    if (isOffered && (await ask.confirm('Open it in your browser now?', true)))
      await openBrowser(begun.authorizeUrl)
    const left = Math.min(timeoutMs, Date.parse(begun.expiresAt) - Date.now())
    const waiting = listener.wait((query) => complete(work, begun, query), left)
    return await meanwhile(cli, 'Waiting for you to sign in in the browser... (Ctrl-C to stop)', waiting)
  } catch (error) {
    if (!(error instanceof CallbackTimeout)) throw error
    throw new CliError(
      'The sign-in was not finished in time. Nothing is saved. Try again, or use --paste if the browser is on another machine.',
    )
  } finally {
    listener.close()
  }
}

function showAddress({ cli, ask }: SignIn, { authorizeUrl }: BegunOAuth): void {
  const message = `Open this address in a browser and sign in:\n${authorizeUrl}`
  if (ask === null) cli.progress.write(`${message}\n`)
  else ask.say('info', message)
}

/** Passes the code to the gateway. A code that it calls wrong input is not the awaited one: waiting goes on. */
async function complete(
  { connection }: SignIn,
  { flowId, authorizeUrl }: BegunOAuth,
  query: URLSearchParams,
): Promise<Verdict<SavedCredential>> {
  const denial = query.get('error')
  if (denial !== null) {
    // Any page can send the browser here; only the page that was opened knows the state.
    const isOurs = query.get('state') === URL.parse(authorizeUrl)?.searchParams.get('state')
    const message = `Anthropic denied the sign-in: ${[denial, query.get('error_description')].filter(Boolean).join(': ')}`
    return isOurs ? { kind: 'over', error: new CliError(message) } : { kind: 'wait', message }
  }
  const code = query.get('code')
  const state = query.get('state')
  if (!code || !state) return { kind: 'wait', message: 'The address has no code and state.' }
  try {
    const value = await connection.ask((gateway) =>
      gateway.credentials.completeOAuth.mutate({ flowId, code, state }),
    )
    return {
      kind: 'good',
      value,
      message: `Signed in to ${value.accountId}. You can close this page.`,
    }
  } catch (error) {
    if (!(error instanceof Error)) throw error
    const isForeign = error instanceof CliError && error.code === 'BAD_REQUEST'
    return isForeign ? { kind: 'wait', message: error.message } : { kind: 'over', error }
  }
}
