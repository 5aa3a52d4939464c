// The models page: what is known, what an operator knows better, what was learned, and what would happen to a call.
import type { Page } from '@playwright/test'
import { expect, test } from '../../fixtures/console.ts'
import { bodyOf, postMessages } from '../../fixtures/messages.ts'

const PROFILE = `arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/${'a1b2c3'.repeat(2)}`

async function resolve(page: Page, model: string, credential: string, betas = ''): Promise<void> {
  const form = page.getByRole('form', { name: 'Resolve' })
  await form.getByLabel('Model').fill(model)
  await form.getByLabel('Credential').selectOption(credential)
  await form.getByLabel('Betas').fill(betas)
  await form.getByRole('button', { name: 'Resolve' }).click()
}

test('the catalogue names each model as either provider does, and is searched', async ({ console: page }) => {
  await page.goto('/')
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Models' }).click()
  const rows = page.getByRole('table', { name: 'Models' }).getByRole('row')
  await expect(rows.filter({ hasText: 'Claude Haiku 4.5' })).toContainText(
    'anthropic.claude-haiku-4-5-20251001-v1:0',
  )
  await page.getByLabel('Find a model').fill('haiku-4-5')
  await expect(rows).toHaveCount(2)
  await page.getByLabel('Find a model').fill('no such model')
  await page.getByRole('button', { name: 'Show all models' }).click()
  expect(await rows.count()).toBeGreaterThan(10)
})

test('an override is added, counts, is edited and removed without a refresh', async ({
  console: page,
  gateway,
}) => {
  const { id, accountId } = await gateway.addCredential('bedrock')
  await page.goto('/models')
  await resolve(page, 'team-model', id)
  const answer = page.getByRole('region', { name: 'What would happen' })
  await expect(answer).toContainText('The call would be denied')

  await page.getByRole('button', { name: 'Add override' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Model', { exact: true }).fill('team-model')
  await dialog.getByLabel('Credential').selectOption(id)
  await dialog.getByRole('button', { name: 'Save override' }).click()
  await expect(dialog).toContainText('An override must change something.')
  await dialog.getByLabel('Upstream model').fill(PROFILE)
  await dialog.getByLabel('Base model').fill('claude-haiku-4-5')
  await dialog.getByLabel('Leave out betas').fill('no!beta')
  await dialog.getByRole('button', { name: 'Save override' }).click()
  await expect(dialog).toContainText('“no!beta” is not the name of a beta.')
  await dialog.getByLabel('Leave out betas').fill('context-management-2025-06-27, compact-2026-01-12')
  await dialog.getByRole('button', { name: 'Save override' }).click()
  await expect(dialog).toBeHidden()
  const row = page.getByRole('table', { name: 'Overrides' }).getByRole('row').filter({ hasText: accountId })
  await expect(row).toContainText(PROFILE)
  await expect(row).toContainText('compact-2026-01-12')
  await expect(answer).toContainText(PROFILE)
  await expect(answer).not.toContainText('The call would be denied')

  await row.getByRole('button', { name: 'Edit the override of team-model' }).click()
  await expect(dialog.getByLabel('Upstream model')).toHaveValue(PROFILE)
  await dialog.getByLabel('Leave out betas').fill('')
  await dialog.getByRole('button', { name: 'Save override' }).click()
  await expect(row).not.toContainText('compact-2026-01-12')
  await expect(row).toContainText(PROFILE)

  await row.getByRole('button', { name: 'Remove the override of team-model' }).click()
  await dialog.getByRole('button', { name: 'Remove override' }).click()
  await expect(row).toHaveCount(0)
  await expect(answer).toContainText('The call would be denied')
})

test('a resolution is a link', async ({ console: page, gateway }) => {
  const { id } = await gateway.addCredential('bedrock')
  await page.goto('/models')
  await resolve(page, 'claude-haiku-4-5', id)
  const answer = page.getByRole('region', { name: 'What would happen' })
  await expect(answer).toContainText('anthropic.claude-haiku-4-5-20251001-v1:0')
  await expect(answer).toContainText('invoke-with-response-stream')
  await page.reload()
  await expect(page.getByRole('form', { name: 'Resolve' }).getByLabel('Credential')).toHaveValue(id)
  await expect(answer).toContainText('anthropic.claude-haiku-4-5-20251001-v1:0')
  await page.getByRole('form', { name: 'Resolve' }).getByLabel('Model').fill('')
  await page.getByRole('button', { name: 'Resolve' }).click()
  await expect(page.getByText('This is needed.')).toBeVisible()
})

test('what Bedrock rejected once is listed with its words, and forgotten', async ({
  console: page,
  gateway,
}) => {
  const project = await gateway.projectOn('bedrock')
  await page.goto('/models')
  gateway.bedrock.script({
    kind: 'error',
    status: 400,
    exception: 'ValidationException',
    message: 'context_management: Extra inputs are not permitted',
  })
  const body = bodyOf({ context_management: { edits: [] } })
  const headers = { 'anthropic-beta': 'context-management-2025-06-27' }
  expect((await postMessages(gateway.url, project, body, { headers })).status).toBe(200)
  const { accountId } = project.credential
  const row = page.getByRole('table', { name: 'Learned' }).getByRole('row').filter({ hasText: accountId })
  // Nobody asked for it here: the list looks by itself.
  await expect(row).toContainText('context_management', { timeout: 30_000 })
  await expect(row).toContainText('Extra inputs are not permitted')
  await row.getByRole('button', { name: /^Forget what was learned/ }).click()
  await expect(row).toHaveCount(0)
})
