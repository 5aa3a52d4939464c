// A sign-in to Anthropic with PKCE: an address to open, and a code that comes back through the browser or by hand.
import type { SavedCredential } from '@headgate/shared/credentials'
import type { BeginOAuth, BegunOAuth } from '@headgate/shared/oauth'
import { isSubscriptionScope } from '@headgate/shared/subscription'
import { timeoutMsOf, type SignInOptions } from './anthropic-options.ts'
import type { Ask } from './ask.ts'
import { CallbackTimeout, listenForCallback, type Verdict } from './callback-listener.ts'
import type { Cli } from './cli.ts'
import { CliError } from './cli-error.ts'
import type { Connection } from './connect.ts'
import { meanwhile } from './meanwhile.ts'
import { browserOpener, openBrowser } from './open-browser.ts'
import { readInput } from './secret-source.ts'
import { agreeToNotice, type NoticeOptions } from './subscription-notice.ts'

export interface SignIn {
  readonly cli: Cli
  readonly connection: Connection
  readonly ask: Ask | null
  readonly options: SignInOptions & NoticeOptions
  /** The credential that is signed in again carries a mark of its own. */
  readonly isSubscription: boolean
}

export type Purpose =
  { readonly id: string } | Omit<Extract<BeginOAuth, { accountId: string }>, 'loopbackPort'>

/** @throws CliError when it was denied or nothing came back in time; nothing is saved then. */
export async function signIn(work: SignIn, purpose: Purpose): Promise<SavedCredential> {
  const { ask, options } = work
  const timeoutMs = timeoutMsOf(options)
  if (work.isSubscription) await agreeToNotice(ask, options)
  const paste = options.paste ?? (ask === null ? false : await wantsToPaste(ask))
  return paste ? byPaste(work, purpose) : byCallback(work, purpose, timeoutMs)
}

async function wantsToPaste(ask: Ask): Promise<boolean> {
  const way = await ask.choose('How does the code come back?', [
    { value: 'browser', label: 'From a browser on this machine' },
    { value: 'paste', label: 'I paste it', hint: 'the browser is on another machine, as over SSH' },
  ])
  return way === 'paste'
}

async function begin(work: SignIn, purpose: BeginOAuth): Promise<BegunOAuth> {
  const { ask, options, connection } = work
  const begun = await connection.ask((gateway) => gateway.credentials.beginOAuth.mutate(purpose))
  const scopes = URL.parse(begun.authorizeUrl)?.searchParams.get('scope')?.split(' ') ?? []
  if (!work.isSubscription && isSubscriptionScope(scopes)) await agreeToNotice(ask, options)
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
          message: 'Paste the code#state that the page shows, or the address it ended up at',
          check: (answer) => (answer === '' ? 'Paste all of it.' : undefined),
        })
  ).trim()
  if (code === '') throw new CliError('Standard input is empty: it should hold code#state.')
  const { flowId } = begun
  return connection.ask((gateway) => gateway.credentials.completeOAuth.mutate({ flowId, code }))
}

async function byCallback(work: SignIn, purpose: Purpose, timeoutMs: number): Promise<SavedCredential> {
  const { cli, ask, options } = work
  const listener = await listenForCallback()
  try {
    const begun = await begin(work, { ...purpose, loopbackPort: listener.port })
    showAddress(work, begun)
    const opener = options.browser ? browserOpener(process.platform, cli.env) : null
    if (ask !== null && opener !== null && (await ask.confirm('Open it in your browser now?', true)))
      openBrowser(opener, begun.authorizeUrl)
    const left = Math.min(timeoutMs, Date.parse(begun.expiresAt) - Date.now())
    const waiting = listener.wait((query) => complete(work, begun, query), left)
    return await meanwhile(cli, 'Waiting for the browser to come back... (Ctrl-C stops)', waiting)
  } catch (error) {
    if (!(error instanceof CallbackTimeout)) throw error
    throw new CliError('No browser came back in time; nothing is saved. Try again, or with --paste.')
  } finally {
    listener.close()
  }
}

function showAddress({ cli, ask }: SignIn, { authorizeUrl }: BegunOAuth): void {
  const words = 'Open this address in a browser and sign in:'
  if (ask === null) cli.progress.write(`${words}\n${authorizeUrl}\n`)
  else ask.say('info', `${words}\n${authorizeUrl}`)
}

/** Codes are judged by the gateway. What it calls wrong input is none that was waited for, and uses nothing up. */
async function complete(
  { connection }: SignIn,
  { flowId, authorizeUrl }: BegunOAuth,
  query: URLSearchParams,
): Promise<Verdict<SavedCredential>> {
  const denial = query.get('error')
  if (denial !== null) {
    // Any page can send the browser here; only the one that was opened knows the state.
    const isOurs = query.get('state') === URL.parse(authorizeUrl)?.searchParams.get('state')
    const words = `The sign-in was denied: ${[denial, query.get('error_description')].filter(Boolean).join(': ')}`
    return isOurs ? { kind: 'over', error: new CliError(words) } : { kind: 'wait', words }
  }
  const code = query.get('code')
  const state = query.get('state')
  if (!code || !state) return { kind: 'wait', words: 'The address holds no code and state.' }
  try {
    const value = await connection.ask((gateway) =>
      gateway.credentials.completeOAuth.mutate({ flowId, code, state }),
    )
    return {
      kind: 'good',
      value,
      words: `The credential '${value.accountId}' is signed in. You may close this page.`,
    }
  } catch (error) {
    if (!(error instanceof Error)) throw error
    const isForeign = error instanceof CliError && error.code === 'BAD_REQUEST'
    return isForeign ? { kind: 'wait', words: error.message } : { kind: 'over', error }
  }
}
