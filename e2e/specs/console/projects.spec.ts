// Routing, keys and settings of a project in the console.
import { expect, test } from '../../fixtures/console.ts'
import { postMessages } from '../../fixtures/messages.ts'

test('the order of a pool is changed with the keyboard and counts at once', async ({
  console: page,
  gateway,
}) => {
  const first = await gateway.addCredential('anthropic')
  const second = await gateway.addCredential('bedrock')
  const project = await gateway.addProject(first, second)
  const provider = async () => (await postMessages(gateway.url, project)).headers.get('x-headgate-provider')
  expect(await provider()).toBe('anthropic')
  await page.goto(`/projects/${project.id}/routing`)
  const pool = page.getByRole('list', { name: 'Pool' })
  await expect(pool.getByRole('listitem').first()).toContainText(first.accountId)
  await page.getByRole('button', { name: `Move ${second.accountId} up` }).click()
  await expect(pool.getByRole('listitem').first()).toContainText(second.accountId)
  await page.getByRole('button', { name: 'Save routing' }).click()
  await expect.poll(provider).toBe('bedrock')

  await page.getByRole('button', { name: `Take ${second.accountId} out of the pool` }).click()
  await page.getByRole('button', { name: 'Save routing' }).click()
  await expect.poll(provider).toBe('anthropic')
})

test('a key is revoked after a question', async ({ console: page, gateway }) => {
  const project = await gateway.projectOn('anthropic')
  await page.goto(`/projects/${project.id}/keys`)
  const row = page.getByRole('row').filter({ hasText: 'e2e' })
  await expect(row).toContainText(project.key.slice(-4))
  await row.getByRole('button', { name: 'Revoke e2e' }).click()
  await page.getByRole('button', { name: 'Revoke key' }).click()
  await expect.poll(async () => (await postMessages(gateway.url, project)).status).toBe(401)
})

test('a disabled project refuses its keys until it is enabled again', async ({ console: page, gateway }) => {
  const project = await gateway.projectOn('anthropic')
  const status = async () => (await postMessages(gateway.url, project)).status
  await page.goto(`/projects/${project.id}/settings`)
  await page.getByRole('button', { name: 'Disable' }).click()
  await page.getByRole('button', { name: 'Disable project' }).click()
  await expect.poll(status).toBe(401)
  await page.getByRole('button', { name: 'Enable' }).click()
  await expect.poll(status).toBe(200)
})

test('requests are filtered, linked and explained', async ({ console: page, gateway }) => {
  const first = await gateway.addCredential('anthropic')
  const project = await gateway.addProject(first, await gateway.addCredential('bedrock'))
  gateway.anthropic.script({ kind: 'error', status: 529, type: 'overloaded_error', message: 'Overloaded' })
  const response = await postMessages(gateway.url, project)
  const requestId = response.headers.get('x-headgate-request-id')!
  await page.goto(`/requests?project=${project.id}`)
  const table = page.getByRole('table', { name: 'Requests' })
  await expect(table.getByRole('row').filter({ hasText: project.slug })).toHaveCount(1)
  await table.getByRole('row').filter({ hasText: project.slug }).getByRole('link').first().click()
  const drawer = page.getByRole('dialog')
  await expect(drawer).toContainText(requestId)
  await expect(drawer).toContainText('Overloaded')
  await expect(drawer).toContainText(first.accountId)
  expect(page.url()).toContain(requestId)
  await page.reload()
  await expect(page.getByRole('dialog')).toContainText(requestId)
})

test('a viewer of the page without a session is sent to sign in, and back', async ({ browser, gateway }) => {
  const context = await browser.newContext({ baseURL: gateway.url })
  const page = await context.newPage()
  await page.goto('/requests?provider=bedrock')
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await page.getByLabel('Email').fill('owner@example.com')
  await page.getByLabel('Password', { exact: true }).fill('not the password')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('alert')).toBeVisible()
  await page.getByLabel('Password', { exact: true }).fill('a long enough password')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL(/\/requests\?provider=bedrock/)
  await page.getByRole('button', { name: 'Account' }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await context.close()
})
