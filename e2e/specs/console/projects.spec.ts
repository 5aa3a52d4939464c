// Routing, keys and settings of a project in the console.
import { expect, test } from '../../fixtures/console.ts'
import { ANTHROPIC_KEY } from '../../fixtures/gateway.ts'
import { bodyOf, postMessages } from '../../fixtures/messages.ts'

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

test('changed routing is not dropped by leaving without a word', async ({ console: page, gateway }) => {
  const project = await gateway.projectOn('anthropic')
  await page.goto(`/projects/${project.id}/routing`)
  await page.getByRole('radio', { name: 'By weight' }).check()
  const keys = page.getByRole('navigation', { name: 'Project' }).getByRole('link', { name: 'Keys' })
  const question = page.getByRole('dialog', { name: 'Leave without saving?' })
  await keys.click()
  await question.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByRole('radio', { name: 'By weight' })).toBeChecked()
  await keys.click()
  await question.getByRole('button', { name: 'Discard changes' }).click()
  await expect(page).toHaveURL(/\/keys$/)
})

test('a new key stays until it is said to be stored', async ({ console: page, gateway }) => {
  const project = await gateway.projectOn('anthropic')
  await page.goto(`/projects/${project.id}/connect`)
  await page.getByRole('link', { name: 'Create key' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name', { exact: true }).fill('laptop')
  await dialog.getByRole('button', { name: 'Create key' }).click()
  const key = await dialog.getByLabel('Key', { exact: true }).innerText()
  await expect(dialog.getByRole('button', { name: 'Copy key' })).toBeFocused()
  await page.keyboard.press('Tab')
  await expect(dialog.getByRole('tab', { name: 'curl' })).toBeFocused()
  await page.goBack()
  await expect(dialog).toContainText('until you say that the key is stored')
  await expect(dialog).toContainText(key)
  const asked = new Promise<string>((resolve) =>
    page.once('dialog', (question) => void question.dismiss().then(() => resolve(question.type()))),
  )
  await page.reload({ timeout: 2000 }).catch(() => {})
  expect(await asked).toBe('beforeunload')
  await expect(dialog).toContainText(key)
  await dialog.getByRole('checkbox', { name: 'I stored it' }).check()
  await dialog.getByRole('button', { name: 'Done' }).click()
  await expect(dialog).toBeHidden()
  await page.goBack()
  await expect(page).toHaveURL(/\/connect$/)
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

test('a disabled project denies its keys until it is enabled again', async ({ console: page, gateway }) => {
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

test('requests are found by key, model and time', async ({ console: page, gateway }) => {
  const project = await gateway.projectOn('anthropic')
  await postMessages(gateway.url, project)
  await postMessages(gateway.url, await gateway.projectOn('anthropic'))
  await page.goto('/requests')
  const rows = page.getByRole('table', { name: 'Requests' }).getByRole('row')
  await page.getByLabel('Key', { exact: true }).selectOption(project.keyId)
  await expect(rows).toHaveCount(2)
  await expect(rows.last()).toContainText(project.slug)
  await page.getByLabel('Time', { exact: true }).selectOption('Last hour')
  await expect(page).toHaveURL(/since=1h/)
  await expect(rows).toHaveCount(2)
  const model = page.getByLabel('Model')
  await model.fill('claude-none')
  await model.press('Enter')
  await expect(page.getByText('No request fits these filters.')).toBeVisible()
  await expect(model).toBeFocused()
  await page.getByRole('button', { name: 'Clear filters' }).first().click()
  await expect(model).toHaveValue('')
  await page.goto('/requests?to=2020-01-01T00:00:00Z')
  await expect(page.getByText('No request fits these filters.')).toBeVisible()
  await expect(page.getByLabel('To')).toHaveValue(/^2020-01-01T|^2019-12-31T/)
})

test('a denied request is explained once, in the words of the gateway', async ({
  console: page,
  gateway,
}) => {
  const project = await gateway.projectOn('bedrock')
  const response = await postMessages(gateway.url, project, bodyOf({ model: 'claude-haiku-45' }))
  await page.goto(`/requests?request=${response.headers.get('x-headgate-request-id')}`)
  const drawer = page.getByRole('dialog')
  await expect(drawer.getByText('is not a model this gateway knows')).toHaveCount(1)
  await expect(drawer).toContainText('Not sent')
  await expect(drawer).toContainText('Nothing was sent, so nothing was used.')
  await expect(drawer).not.toContainText('Not streamed')
})

test('a call that does not ask for a message is marked in the list', async ({ console: page, gateway }) => {
  const project = await gateway.projectOn('anthropic')
  await postMessages(gateway.url, project)
  const counted = await fetch(`${gateway.url}/v1/messages/count_tokens`, {
    method: 'POST',
    headers: {
      'x-api-key': project.key,
      'anthropic-version': '2023-06-01',
      'content-type': 'application/json',
    },
    body: bodyOf({ max_tokens: undefined }),
  })
  expect(counted.status).toBe(200)
  await page.goto(`/requests?project=${project.id}`)
  const rows = page.getByRole('table', { name: 'Requests' }).getByRole('row')
  await expect(rows).toHaveCount(3)
  await expect(rows.filter({ hasText: '/v1/messages' })).toHaveCount(1)
  const marked = rows.filter({ hasText: 'POST /v1/messages/count_tokens' })
  await marked.getByRole('link').first().click()
  await expect(page.getByRole('dialog')).toContainText('POST /v1/messages/count_tokens')
  await expect(page.getByRole('dialog')).toContainText(counted.headers.get('x-headgate-request-id')!)
})

test('a call with the caller’s own credential says so', async ({ console: page, gateway }) => {
  const project = await gateway.projectOn('anthropic')
  await gateway.api.mutate('projects.update', { id: project.id, passThrough: true })
  const { status, headers } = await postMessages(gateway.url, { key: ANTHROPIC_KEY }, bodyOf(), {
    headers: { 'x-headgate-key': project.key },
  })
  expect(status).toBe(200)
  await page.goto(`/requests?request=${headers.get('x-headgate-request-id')}`)
  await expect(page.getByRole('dialog').getByText('caller’s own')).toHaveCount(2)
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
