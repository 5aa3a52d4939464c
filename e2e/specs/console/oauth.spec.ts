// Signing in to Anthropic from the console, both ways back, again in place, and what is said beforehand.
import type { Page } from '@playwright/test'
import { startFakeOAuth, type FakeOAuth } from '../../fakes/oauth/fake-oauth.ts'
import { expect, OWNER, setupPath, signIn, test, watchForErrors } from '../../fixtures/console.ts'
import { freePort } from '../../fixtures/free-port.ts'
import { startGateway, type Gateway } from '../../fixtures/gateway.ts'
import { postMessages } from '../../fixtures/messages.ts'

interface OAuthView {
  readonly id: string
  readonly accountId: string
  readonly status: string
  readonly refreshProblem: { readonly state: string } | null
}

interface World {
  readonly gateway: Gateway
  readonly oauth: FakeOAuth
  readonly page: Page
}

/** A console whose owner is signed in, with the stand-in as Anthropic's sign-in. */
async function inWorld(
  page: Page,
  wayBack: 'callback' | 'paste',
  use: (world: World) => Promise<void>,
): Promise<void> {
  // It starts a gateway of its own.
  test.slow()
  const oauth = await startFakeOAuth()
  const port = await freePort()
  const gateway = await startGateway(
    {
      HEADGATE_OAUTH_AUTHORIZE_URL: `${oauth.url}/oauth/authorize`,
      HEADGATE_OAUTH_TOKEN_URL: `${oauth.url}/v1/oauth/token`,
      HEADGATE_OAUTH_CLIENT_ID: 'client',
      HEADGATE_OAUTH_REDIRECT_URI:
        wayBack === 'callback'
          ? `http://127.0.0.1:${port}/oauth/callback`
          : `${oauth.url}/oauth/code/callback?app=headgate`,
    },
    { port },
  )
  try {
    const errors = watchForErrors(page)
    await gateway.api.mutate('setup.createOwner', { ...OWNER, code: setupPath(gateway).split('#')[1] })
    await signIn(page, gateway)
    await use({ gateway, oauth, page })
    expect(errors).toEqual([])
  } finally {
    await gateway.close()
    await oauth.close()
  }
}

const viewOf = async ({ api }: Gateway, accountId: string) =>
  (await api.query<{ items: OAuthView[] }>('credentials.list')).items.find(
    (item) => item.accountId === accountId,
  )

async function beginNew({ page, gateway }: World, name: string): Promise<void> {
  await page.goto(`${gateway.url}/credentials/new?kind=anthropic-oauth`)
  await expect(page.getByRole('radio', { name: 'Sign in with Anthropic' })).toBeChecked()
  await page.getByLabel('Name', { exact: true }).fill(name)
  await page.getByRole('button', { name: 'Sign in with Anthropic' }).click()
}

/** What the page that shows a code says, in a tab of its own. */
async function codeShown(page: Page): Promise<string> {
  const opened = page.waitForEvent('popup')
  await page.getByRole('link', { name: 'Open Anthropic’s sign-in' }).click()
  const tab = await opened
  const code = await tab.locator('#code').innerText()
  await tab.close()
  return code
}

const rowOf = (page: Page, accountId: string) => page.getByRole('row').filter({ hasText: accountId })

test('a sign-in that comes back to the gateway ends at the new credential', async ({ page }) => {
  await inWorld(page, 'callback', async (world) => {
    const { gateway, oauth } = world
    await beginNew(world, 'Research org')
    await page.getByRole('link', { name: 'Continue to Anthropic' }).click()
    await expect(page.getByRole('status').filter({ hasText: 'Research org is signed in.' })).toBeVisible()
    const row = rowOf(page, 'acc_research_org')
    await expect(row).toContainText('Ready')
    await expect(row).toHaveAttribute('data-selected', 'true')
    expect(oauth.codeGrants).toBe(1)
    expect(oauth.requests.at(-1)!.path).toBe('/v1/oauth/token')

    const project = await gateway.addProject((await viewOf(gateway, 'acc_research_org'))!)
    expect((await postMessages(gateway.url, project)).status).toBe(200)
    expect(gateway.anthropic.requests.at(-1)!.headers.authorization).toBe(
      `Bearer ${oauth.accessTokens.at(-1)}`,
    )
    await page.getByRole('button', { name: 'Close' }).click()
    await expect(page).toHaveURL(`${gateway.url}/credentials`)
    await expect(row).not.toHaveAttribute('data-selected')
    const kept = await page.evaluate(() =>
      JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)]),
    )
    expect(kept + (await page.content())).not.toContain('sk-ant-o')
  })
})

test('a sign-in that shows a code: mistaken, pasted, completed once', async ({ page }) => {
  await inWorld(page, 'paste', async (world) => {
    const { gateway, oauth } = world
    await beginNew(world, 'Pasted')
    const code = await codeShown(page)
    const field = page.getByLabel('Code', { exact: true })
    await expect(field).toHaveAttribute('type', 'password')
    const complete = page.getByRole('button', { name: 'Complete sign-in' })
    await complete.click()
    await expect(field).toHaveAttribute('aria-invalid', 'true')
    await field.fill(code.split('#')[0]!)
    await complete.click()
    await expect(page.getByRole('alert')).toContainText('the code and the state with a # between them')
    expect(oauth.codeGrants).toBe(0)
    await field.fill(`  ${code}  `)
    await complete.click()
    await expect(rowOf(page, 'acc_pasted')).toContainText('Ready')
    expect(await viewOf(gateway, 'acc_pasted')).toMatchObject({ status: 'ready', refreshProblem: null })

    await beginNew(world, 'Used up')
    await page.getByLabel('Code', { exact: true }).fill(code)
    await page.getByRole('button', { name: 'Complete sign-in' }).click()
    await expect(page.getByRole('alert')).toContainText('does not belong to this sign-in')
    expect(await viewOf(gateway, 'acc_used_up')).toBeUndefined()
  })
})

test('a rejected renewal asks to sign in again, from the overview too, and keeps the credential', async ({
  page,
}) => {
  await inWorld(page, 'paste', async (world) => {
    const { gateway, oauth } = world
    await beginNew(world, 'Kept')
    await page.getByLabel('Code', { exact: true }).fill(await codeShown(page))
    await page.getByRole('button', { name: 'Complete sign-in' }).click()
    await expect(rowOf(page, 'acc_kept')).toContainText('Ready')
    const { id, accountId } = (await viewOf(gateway, 'acc_kept'))!
    expect((await postMessages(gateway.url, await gateway.addProject({ id, accountId }))).status).toBe(200)

    const actions = rowOf(page, 'acc_kept').getByRole('button', { name: 'Actions for acc_kept' })
    await actions.click()
    await page.getByRole('menuitem', { name: 'Refresh now' }).click()
    await expect(page.getByText('Kept is renewed.')).toBeVisible()
    await expect(rowOf(page, 'acc_kept')).toContainText('refreshed')
    expect(oauth.refreshes).toBe(1)

    oauth.script({ kind: 'invalid_grant' })
    await actions.click()
    await page.getByRole('menuitem', { name: 'Refresh now' }).click()
    await expect(rowOf(page, 'acc_kept')).toContainText('Nothing is tried until you sign in again.')
    await expect(rowOf(page, 'acc_kept')).toContainText('invalid_grant')

    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Overview' }).click()
    await page
      .getByRole('listitem')
      .filter({ hasText: 'acc_kept' })
      .getByRole('button', { name: 'Sign in again' })
      .click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Code', { exact: true }).fill(await codeShown(page))
    await dialog.getByRole('button', { name: 'Complete sign-in' }).click()
    await expect(dialog).toBeHidden()
    await expect(page.getByText('Nothing. 1 credential ready.')).toBeVisible()
    expect(await viewOf(gateway, 'acc_kept')).toMatchObject({ id, status: 'ready', refreshProblem: null })
    expect(oauth.codeGrants).toBe(2)
  })
})

test('a renewal that fails for now is told with its next try, asked for at once, and cleared', async ({
  page,
}) => {
  await inWorld(page, 'paste', async ({ gateway, oauth }) => {
    const { accountId } = await gateway.addCredential('oauth', { name: 'Waiting' })
    oauth.always({ kind: 'error', status: 503, headers: { 'retry-after': '600' } })
    await page.goto(`${gateway.url}/credentials`)
    const row = rowOf(page, accountId)
    await row.getByRole('button', { name: `Actions for ${accountId}` }).click()
    await page.getByRole('menuitem', { name: 'Refresh now' }).click()
    await expect(row).toContainText('1 renewal failed')
    await expect(row).toContainText(/Tried next in (?:10 m|9 m)/)
    await row.getByRole('button', { name: 'Use again now' }).click()
    await expect(row).not.toContainText('renewal failed')
    expect(await viewOf(gateway, accountId)).toMatchObject({ refreshProblem: null })

    oauth.script({ kind: 'error', status: 503, headers: { 'retry-after': '600' } }, { kind: 'answer' })
    await row.getByRole('button', { name: `Actions for ${accountId}` }).click()
    await page.getByRole('menuitem', { name: 'Refresh now' }).click()
    await expect(row).toContainText('1 renewal failed')
    await row.getByRole('button', { name: 'Refresh now' }).click()
    await expect(row).not.toContainText('renewal failed')
    expect(oauth.refreshes).toBe(1)
  })
})

test('tokens pasted by hand are stored only after the note was read', async ({ console: page, gateway }) => {
  const stored = async () => (await viewOf(gateway, 'acc_by_hand')) !== undefined
  await page.goto('/credentials/new?kind=anthropic-oauth')
  await expect(page.getByText('HEADGATE_OAUTH_CLIENT_ID')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Sign in with Anthropic' })).toHaveCount(0)
  await page.getByRole('radio', { name: 'Enter tokens by hand' }).check()
  await page.getByLabel('Name', { exact: true }).fill('By hand')
  await page.getByLabel('Refresh token', { exact: true }).fill('sk-ant-ort01-typed-by-hand')
  await page.getByLabel('Expires at').fill('2098-01-01T00:00')
  const note = page.getByRole('status').filter({ hasText: 'claude setup-token' })
  await expect(note).toHaveCount(0)
  await page.getByLabel('Access token', { exact: true }).fill('sk-ant-oat01-typed-by-hand')
  await expect(note).toBeVisible()
  const read = page.getByRole('checkbox', { name: 'I have read this and may use it here.' })
  await page.getByRole('button', { name: 'Save credential' }).click()
  await expect(read).toBeFocused()
  await expect(read).toHaveAttribute('aria-invalid', 'true')
  expect(await stored()).toBe(false)
  await read.check()
  await page.getByRole('button', { name: 'Save credential' }).click()
  await page.getByRole('button', { name: 'Go to credentials' }).click()
  await expect(rowOf(page, 'acc_by_hand')).toContainText('Subscription login.')
  expect(await stored()).toBe(true)
})

test('the note comes with an access token in the place of an API key, and goes with it', async ({
  console: page,
}) => {
  await page.goto('/credentials/new?kind=anthropic-api-key')
  const note = page.getByRole('status').filter({ hasText: 'claude setup-token' })
  const key = page.getByLabel('API key', { exact: true })
  await key.fill('sk-ant-oat01-no-key')
  await expect(note).toBeVisible()
  await key.fill('sk-ant-api03-a-key')
  await expect(note).toHaveCount(0)
})
