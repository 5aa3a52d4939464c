// API tokens in the console: made by an owner, shown once, used by a program, revoked.
import { adminApi } from '../../fixtures/admin-api.ts'
import { expect, test } from '../../fixtures/console.ts'

test('made, shown once, used, revoked and denied', async ({ console: page, gateway }) => {
  await page.goto('/')
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'API tokens' }).click()
  await expect(page.getByText('With an API token a program does what you do here')).toBeVisible()
  await expect(page.getByLabel('curl command', { exact: true })).toContainText(
    `${gateway.url}/trpc/credentials.list`,
  )

  await page.getByRole('button', { name: 'Create API token' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Create API token' }).click()
  await expect(dialog.getByLabel('Name')).toHaveAttribute('aria-invalid', 'true')
  await dialog.getByLabel('Name').fill('Deploy script')
  await expect(dialog.getByLabel('Role').getByRole('option')).toHaveText(['Viewer', 'Admin'])
  await dialog.getByLabel('Role').selectOption('admin')
  await expect(dialog.getByLabel('Expires').locator('option:checked')).toHaveText('In 90 days')
  await dialog.getByLabel('Expires').selectOption('In a year')
  await dialog.getByRole('button', { name: 'Create API token' }).click()
  const token = (await dialog.getByLabel('API token', { exact: true }).innerText()).trim()
  expect(token).toMatch(/^hga_[A-Za-z0-9_-]{43}$/)
  await expect(dialog.getByLabel('curl command', { exact: true })).toContainText(token)
  await page.keyboard.press('Escape')
  await expect(dialog).toBeVisible()
  await expect(dialog.getByRole('button', { name: 'Done' })).toBeDisabled()
  await dialog.getByLabel('I stored it').check()
  await dialog.getByRole('button', { name: 'Done' }).click()

  const row = page.getByRole('row').filter({ hasText: 'Deploy script' })
  await expect(row).toContainText(`${token.slice(0, 8)}...${token.slice(-4)}`)
  for (const fact of ['Admin', 'Ada Owner', 'Never', 'Active', 'in 365 d'])
    await expect(row).toContainText(fact)
  expect(await page.content()).not.toContain(token)
  const { expiresAt } = (await gateway.api.query<{ items: { expiresAt: string }[] }>('apiTokens.list'))
    .items[0]!
  expect((Date.parse(expiresAt) - Date.now()) / 86_400_000).toBeCloseTo(365, 1)

  const script = adminApi(gateway.url, token)
  expect(await script.query('session.current')).toMatchObject({ kind: 'api_token', role: 'admin' })
  await expect(script.query('apiTokens.list')).rejects.toMatchObject({ status: 403 })
  await script.mutate('projects.create', { slug: 'made-by-a-program', name: 'Made by a program' })
  await page.reload()
  await expect(row).not.toContainText('Never')

  await row.getByRole('button', { name: 'Revoke Deploy script' }).click()
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  expect(await script.query('session.current')).toMatchObject({ role: 'admin' })
  await row.getByRole('button', { name: 'Revoke Deploy script' }).click()
  await expect(dialog).toContainText('It was last used')
  await dialog.getByRole('button', { name: 'Revoke API token' }).click()
  await expect(row).toContainText('Revoked')
  await expect(row.getByRole('button')).toHaveCount(0)
  await expect(script.query('session.current')).rejects.toMatchObject({ status: 401 })

  await page.goto('/audit?action=project')
  const event = page.getByRole('row').filter({ hasText: 'made-by-a-program' })
  await expect(event).toContainText('API token Deploy script')
  await page.getByLabel('Action').selectOption('API tokens')
  for (const action of ['api_token.create', 'api_token.revoke'])
    await expect(page.getByRole('row').filter({ hasText: action }).first()).toContainText('Deploy script')
})

test('only owners see them', async ({ gateway, browser }) => {
  const { link } = await gateway.api.mutate<{ link: string }>('users.invite', {
    email: 'viewer@example.com',
    role: 'viewer',
  })
  const context = await browser.newContext({ baseURL: gateway.url })
  const page = await context.newPage()
  await page.goto(link)
  await page.getByLabel('Your name').fill('Vera')
  await page.getByLabel('Password', { exact: true }).fill('a phrase that vera made')
  await page.getByRole('button', { name: 'Join' }).click()
  const rail = page.getByRole('navigation', { name: 'Main' })
  await expect(rail.getByRole('link', { name: 'Audit' })).toBeVisible()
  await expect(rail.getByRole('link', { name: 'API tokens' })).toHaveCount(0)
  await page.goto('/api-tokens')
  await expect(page.getByRole('alert')).toContainText('The API tokens could not be loaded.')
  await context.close()
})
