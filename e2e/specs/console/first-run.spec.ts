// From the setup link to the first streamed answer, as a newcomer walks it.
import Anthropic from '@anthropic-ai/sdk'
import { test } from '@playwright/test'
import { expect, OWNER, setupPath, watchForErrors } from '../../fixtures/console.ts'
import { ANTHROPIC_KEY, BEDROCK_KEY, startGateway } from '../../fixtures/gateway.ts'

test('setup, credentials, project, key, first answers through either provider', async ({ page }) => {
  const gateway = await startGateway()
  const errors = watchForErrors(page)
  await page.goto(gateway.url)
  await expect(page.getByRole('heading', { name: 'Use the setup link' })).toBeVisible()

  await page.goto(gateway.url + setupPath(gateway))
  await expect(page.getByRole('heading', { name: 'Set up Headgate' })).toBeVisible()
  expect(page.url()).not.toContain('#')
  await page.getByLabel('Your name').fill(OWNER.name)
  await page.getByLabel('Email').fill(OWNER.email)
  await page.getByLabel('Password', { exact: true }).fill(OWNER.password)
  await page.getByRole('button', { name: 'Create owner' }).click()
  const rail = page.getByRole('navigation', { name: 'Main' })
  await expect(rail).toBeVisible()

  await page.goto(`${gateway.url}/credentials/new?kind=anthropic-api-key`)
  await page.getByLabel('Name', { exact: true }).fill('Research org')
  await page.getByLabel('Credential ID').fill('acc_research')
  await page.getByLabel('API key', { exact: true }).fill(ANTHROPIC_KEY)
  await page.getByRole('button', { name: 'Test' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'answered in' })).toBeVisible()
  await page.getByRole('button', { name: 'Save credential' }).click()
  await expect(page.getByRole('table', { name: 'Credentials' })).toContainText('acc_research')

  await page.goto(`${gateway.url}/credentials/new?kind=bedrock-api-key`)
  await page.getByLabel('Name', { exact: true }).fill('Production')
  await page.getByLabel('Credential ID').fill('acc_bedrock_prod')
  await page.getByLabel('API key', { exact: true }).fill(BEDROCK_KEY)
  await page.getByLabel('Region', { exact: true }).selectOption('eu-central-1')
  await page.getByRole('button', { name: 'Save credential' }).click()
  const credentials = page.getByRole('table', { name: 'Credentials' })
  await expect(credentials).toContainText('Bedrock')
  await expect(credentials).toContainText('eu-central-1')
  await expect(credentials).toContainText('ABSK...aryB')

  for (const [name, model] of [
    ['Research org', 'claude-haiku-4-5'],
    ['Production', 'claude-haiku-4-5'],
  ] as const) {
    await page.goto(`${gateway.url}/projects?create=true`)
    await page.getByLabel('Name', { exact: true }).fill(`On ${name}`)
    await page.getByRole('checkbox', { name: new RegExp(name) }).check()
    await page.getByRole('button', { name: 'Create project' }).last().click()
    await page.waitForURL(/\/projects\/[0-9a-f-]{36}/)
    const projectUrl = page.url().split('/').slice(0, 5).join('/')
    await page.goto(`${projectUrl}/keys?create=true`)
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name', { exact: true }).fill('laptop')
    await dialog.getByRole('button', { name: 'Create key' }).click()
    await expect(dialog.getByRole('heading', { name: 'Store this key now' })).toBeVisible()
    const key = (await dialog.getByLabel('Key', { exact: true }).innerText()).trim()
    expect(key).toMatch(/^hg_live_[A-Za-z0-9_-]{43}$/)
    await expect(dialog).toContainText(gateway.url)
    await page.keyboard.press('Escape')
    await expect(dialog).toBeVisible()
    await dialog.getByRole('checkbox', { name: 'I stored it' }).check()
    await dialog.getByRole('button', { name: 'Done' }).click()
    await expect(page.getByRole('table', { name: 'Keys' })).toContainText('laptop')
    await expect(page.locator('body')).not.toContainText(key)

    await page.goto(`${projectUrl}/connect`)
    const live = page.getByRole('status', { name: 'Requests of this project' })
    await expect(live).toContainText('Waiting for a request')
    const sdk = new Anthropic({ baseURL: gateway.url, apiKey: key })
    const message = await sdk.messages
      .stream({ model, max_tokens: 100, messages: [{ role: 'user', content: 'Hello' }] })
      .finalMessage()
    expect(message.model).toBe('claude-haiku-4-5-20251001')
    await expect(live).toContainText('Seen: it works')
  }

  await rail.getByRole('link', { name: 'Requests' }).click()
  const requests = page.getByRole('table', { name: 'Requests' })
  await expect(requests.getByRole('row').filter({ hasText: 'claude-haiku-4-5' })).toHaveCount(2)
  await expect(requests).toContainText('Anthropic')
  await expect(requests).toContainText('Bedrock')
  expect(errors).toEqual([])
  await gateway.close()
})
