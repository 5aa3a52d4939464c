// Workload identity in the console: adding it, seeing that it renews itself, and changing its federation.
import type { Page } from '@playwright/test'
import { startFakeOAuth, type FakeOAuth } from '../../fakes/oauth/fake-oauth.ts'
import { expect, OWNER, setupPath, test as base } from '../../fixtures/console.ts'
import { startGateway, type Gateway } from '../../fixtures/gateway.ts'
import { FEDERATION, identityTokens, type IdentityTokens } from '../../fixtures/identity-tokens.ts'

interface Machine {
  readonly tokens: IdentityTokens
  readonly oauth: FakeOAuth
}

/** A gateway of its own, whose machine has an identity token. */
const test = base.extend<object, { machine: Machine; sharedGateway: Gateway }>({
  machine: [
    // oxlint-disable-next-line eslint/no-empty-pattern -- Playwright reads the pattern to know what a fixture needs
    async ({}, use) => {
      await using tokens = await identityTokens()
      await tokens.place(await tokens.issue({ leftSeconds: 3600 }))
      await using oauth = await startFakeOAuth({ federation: tokens.rule })
      await use({ tokens, oauth })
    },
    { scope: 'worker' },
  ],
  sharedGateway: [
    async ({ machine: { tokens, oauth } }, use) => {
      const gateway = await startGateway({
        HEADGATE_IDENTITY_TOKEN_FILE: tokens.path,
        HEADGATE_OAUTH_TOKEN_URL: `${oauth.url}/v1/oauth/token`,
      })
      await gateway.api.mutate('setup.createOwner', { ...OWNER, code: setupPath(gateway).split('#')[1] })
      await use(gateway)
      await gateway.close()
    },
    { scope: 'worker' },
  ],
})

const rowOf = (page: Page, accountId: string) => page.getByRole('row').filter({ hasText: accountId })

async function choose(page: Page, accountId: string, item: string): Promise<void> {
  await page.getByRole('button', { name: `Actions for ${accountId}` }).click()
  await page.getByRole('menuitem', { name: item }).click()
}

async function open(page: Page, kind: string): Promise<void> {
  await page.goto('/credentials/new')
  await page.getByText('Anthropic workload identity').click()
  await expect(page.getByRole('radio', { name: 'Anthropic workload identity' })).toBeChecked()
  await page.getByLabel('Name', { exact: true }).fill(kind)
}

test('added with ids alone, tested, listed as it renews itself, and shown in full', async ({
  console: page,
}) => {
  await open(page, 'Cluster')
  await page.getByRole('button', { name: 'Save credential' }).click()
  for (const label of ['Federation rule ID', 'Organization ID', 'Service account ID'])
    await expect(page.getByLabel(label)).toHaveAttribute('aria-invalid', 'true')
  await expect(page.getByLabel('Workspace ID')).not.toHaveAttribute('aria-invalid', 'true')

  await page.getByLabel('Federation rule ID').fill(FEDERATION.federationRuleId)
  await page.getByLabel('Organization ID').fill(FEDERATION.organizationId)
  await page.getByLabel('Service account ID').fill('svac_other')
  await page.getByRole('button', { name: 'Test' }).click()
  await expect(page.getByRole('alert')).toContainText('Authentication failed')
  await page.getByLabel('Service account ID').fill(FEDERATION.serviceAccountId)
  await page.getByRole('button', { name: 'Test' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'answered in' })).toBeVisible()
  await page.getByRole('button', { name: 'Save credential' }).click()

  const row = rowOf(page, 'acc_cluster')
  await expect(row).toContainText(FEDERATION.serviceAccountId)
  await expect(row).toContainText('Ready')
  await expect
    .poll(async () => {
      await page.reload()
      return row.textContent()
    })
    .toContain('Workload identity · expires in')
  await expect(row).toContainText('renews itself')
  await choose(page, 'acc_cluster', 'Details')
  const details = page.getByRole('dialog')
  for (const fact of [...Object.values(FEDERATION), 'workspace:developer', 'workspace:inference'])
    await expect(details).toContainText(fact)
})

test('a denial is shown in words that help, and the federation is changed in place', async ({
  console: page,
  gateway,
  machine: { oauth },
}) => {
  const { accountId } = await gateway.addCredential('workload', { serviceAccountId: 'svac_wrong' })
  await page.goto('/credentials')
  const row = rowOf(page, accountId)
  await expect
    .poll(async () => {
      await page.reload()
      return row.textContent()
    })
    .toContain('Anthropic rejected the federation: check rule, service account, organization')
  await expect(row).toContainText(/rejected/i)
  await row.getByRole('button', { name: 'Change federation' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByLabel('Service account ID')).toHaveValue('svac_wrong')
  await dialog.getByRole('button', { name: 'Change federation' }).click()
  await expect(dialog.getByRole('alert')).toContainText('The federation is not changed.')
  const denied = oauth.requests.length
  await dialog.getByLabel('Service account ID').fill(FEDERATION.serviceAccountId)
  await dialog.getByRole('button', { name: 'Change federation' }).click()
  await expect(dialog).toBeHidden()
  await expect(row).toContainText(/ready/i)
  await expect(row).toContainText('expires in')
  expect(oauth.requests.length - denied).toBe(1)
})

test('another address asks for the federation to be confirmed', async ({ console: page, gateway }) => {
  const { accountId } = await gateway.addCredential('workload', { workspaceId: 'wrkspc_01EndToEnd' })
  await page.goto('/credentials')
  await choose(page, accountId, 'Edit')
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByLabel('Federation rule ID')).toHaveCount(0)
  await dialog.getByText('Advanced').click()
  await dialog.getByLabel('Endpoint URL').fill('http://127.0.0.1:9')
  await expect(dialog).toContainText('needs the federation confirmed')
  await expect(dialog.getByLabel('Workspace ID')).toHaveValue('wrkspc_01EndToEnd')
  await dialog.getByRole('button', { name: 'Save changes' }).click()
  await expect(dialog).toContainText('The secret is stored untried, for nothing answered')
  await dialog.getByText('Close', { exact: true }).click()
  await expect(dialog).toBeHidden()
  await expect(rowOf(page, accountId)).toContainText('at 127.0.0.1:9')
  await expect(rowOf(page, accountId)).toContainText('wrkspc_01EndToEnd')
})

base(
  'without an identity token the kind cannot be chosen, and says what is missing',
  async ({ console: page }) => {
    await page.goto('/credentials/new')
    const kind = page.getByRole('radio', { name: 'Anthropic workload identity' })
    await expect(kind).toBeDisabled()
    await expect(kind).toHaveAccessibleDescription(/HEADGATE_IDENTITY_TOKEN_FILE/)
    await page.goto('/credentials/new?kind=anthropic-workload-identity')
    await expect(page.getByText('This gateway has no identity token.', { exact: true })).toBeVisible()
  },
)
