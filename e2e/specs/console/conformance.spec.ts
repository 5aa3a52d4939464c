// Probing a credential: one small call, or everything that clients use.
import { expect, test } from '../../fixtures/console.ts'

test('everything is checked, and each check shows the call behind it', async ({
  console: page,
  gateway,
  context,
}) => {
  test.setTimeout(150_000)
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const { accountId } = await gateway.addCredential('bedrock')
  await page.goto('/credentials')
  await page.getByRole('button', { name: `Actions for ${accountId}` }).click()
  await page.getByRole('menuitem', { name: 'Probe' }).click()
  const dialog = page.getByRole('dialog')

  const quick = page.waitForRequest((request) => request.url().includes('credentials.probe'))
  await dialog.getByRole('button', { name: 'Probe', exact: true }).click()
  expect((await quick).postDataJSON()).toMatchObject({ 0: { conformance: false } })
  await expect(dialog).toContainText('answered in')
  await expect(dialog.getByRole('region', { name: 'Checks' })).toHaveCount(0)

  await dialog.getByRole('button', { name: 'Check everything' }).click()
  const checks = dialog.getByRole('region', { name: 'Checks' })
  await expect(checks).toBeVisible({ timeout: 120_000 })
  const rows = checks.getByRole('listitem')
  expect(await rows.count()).toBeGreaterThan(5)
  await expect(checks).toContainText(/\d+ passed/)

  const shown = rows.filter({ hasText: 'stream' }).first()
  await shown.locator('summary').focus()
  await page.keyboard.press('Enter')
  await expect(shown.getByLabel(/^curl command of/)).toContainText(`${gateway.url}/v1/messages`)
  await shown.getByRole('button', { name: /^Copy curl command/ }).click()
  await expect(shown.getByRole('button', { name: /^Copied curl command/ })).toBeVisible()
})
