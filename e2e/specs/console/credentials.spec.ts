// Watching and repairing credentials in the console.
import { expect, test } from '../../fixtures/console.ts'
import { postMessages } from '../../fixtures/messages.ts'

test('a cooling credential shows its reason and can be cleared', async ({ console: page, gateway }) => {
  const project = await gateway.projectOn('bedrock')
  gateway.bedrock.script({
    kind: 'error',
    status: 429,
    exception: 'ThrottlingException',
    message: 'Too many tokens, please wait',
  })
  await postMessages(gateway.url, project)
  await page.goto('/credentials')
  const row = page.getByRole('row').filter({ hasText: project.credential.accountId })
  await expect(row).toContainText(/cooling/i)
  await expect(row).toContainText('ThrottlingException: Too many tokens, please wait')
  await row.getByRole('button', { name: 'Use again now' }).click()
  await expect(row).toContainText(/ready/i)
})

test('a rejected credential is repaired by rotating its secret in place', async ({
  console: page,
  gateway,
}) => {
  const project = await gateway.projectOn('anthropic')
  gateway.anthropic.script({
    kind: 'error',
    status: 401,
    type: 'authentication_error',
    message: 'invalid x-api-key',
  })
  await postMessages(gateway.url, project)
  await page.goto('/credentials')
  const { accountId } = project.credential
  const row = page.getByRole('row').filter({ hasText: accountId })
  await expect(row).toContainText(/rejected/i)
  await row.getByRole('button', { name: `Actions for ${accountId}` }).click()
  await page.getByRole('menuitem', { name: 'Rotate secret' }).click()
  const dialog = page.getByRole('dialog')
  const secret = dialog.getByLabel('API key', { exact: true })
  await expect(secret).toHaveValue('')
  await expect(secret).toHaveAttribute('type', 'password')
  await secret.fill('sk-ant-api03-rotated-in-the-console-0001')
  await dialog.getByRole('button', { name: 'Rotate secret' }).click()
  await expect(dialog).toBeHidden()
  await expect(row).toContainText('sk-ant-api...0001')
  await expect(row).toContainText(/ready/i)
  await postMessages(gateway.url, project)
  expect(gateway.anthropic.requests.at(-1)!.headers['x-api-key']).toBe(
    'sk-ant-api03-rotated-in-the-console-0001',
  )
})

test('disable, enable, probe, and remove with the account id typed', async ({ console: page, gateway }) => {
  const project = await gateway.projectOn('anthropic')
  const { accountId } = project.credential
  await page.goto('/credentials')
  const row = page.getByRole('row').filter({ hasText: accountId })
  const choose = async (item: string) => {
    await row.getByRole('button', { name: `Actions for ${accountId}` }).click()
    await page.getByRole('menuitem', { name: item }).click()
  }
  await choose('Disable')
  await expect(row).toContainText(/disabled/i)
  expect((await postMessages(gateway.url, project)).status).toBe(503)
  await choose('Enable')
  await expect(row).toContainText(/ready/i)

  await choose('Probe')
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Probe', exact: true }).click()
  await expect(dialog).toContainText('answered in')
  await page.keyboard.press('Escape')

  await choose('Remove')
  await expect(dialog).toContainText(project.slug)
  const remove = dialog.getByRole('button', { name: 'Remove credential' })
  await expect(remove).toBeDisabled()
  await dialog.getByLabel(`Type ${accountId} to confirm`).fill(accountId)
  await remove.click()
  await expect(row).toHaveCount(0)
})

test('a probe that fails says why, and saving stays possible', async ({ console: page, gateway }) => {
  gateway.anthropic.script({
    kind: 'error',
    status: 401,
    type: 'authentication_error',
    message: 'invalid x-api-key',
  })
  await page.goto('/credentials/new?kind=anthropic-api-key')
  await page.getByLabel('Name', { exact: true }).fill('Strange')
  await page.getByLabel('Credential ID').fill('acc_strange')
  await page.getByLabel('API key', { exact: true }).fill('of-a-new-kind-0123456789')
  await page.getByRole('button', { name: 'Test' }).click()
  await expect(page.getByRole('alert')).toContainText('invalid x-api-key')
  await page.getByRole('button', { name: 'Save credential' }).click()
  await expect(page.getByText('does not look like an Anthropic API key')).toBeVisible()
  await page.getByRole('button', { name: 'Go to credentials' }).click()
  await expect(page.getByRole('table', { name: 'Credentials' })).toContainText('acc_strange')
})

test('an account id that is taken is denied in words', async ({ console: page, gateway }) => {
  const { accountId } = await gateway.addCredential('anthropic')
  await page.goto('/credentials/new?kind=anthropic-api-key')
  await page.getByLabel('Name', { exact: true }).fill('Again')
  await page.getByLabel('Credential ID').fill(accountId)
  await page.getByLabel('API key', { exact: true }).fill('sk-ant-api03-0123456789')
  await page.getByRole('button', { name: 'Save credential' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'is taken' })).toBeVisible()
})
