// The audit page: what was done is found, read and taken away as a file.
import { readFileSync } from 'node:fs'
import { adminApi } from '../../fixtures/admin-api.ts'
import { expect, OWNER, test } from '../../fixtures/console.ts'

test('a change is listed with who made it, and shows what it was before and after', async ({
  console: page,
  gateway,
}) => {
  const { id, accountId } = await gateway.addCredential('anthropic')
  await gateway.api.mutate('credentials.update', { id, name: 'Renamed by automation' })
  await page.goto('/')
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Audit' }).click()
  const rows = page.getByRole('table', { name: 'Audit events' }).getByRole('row')
  const row = rows.filter({ hasText: 'credential.update' }).filter({ hasText: accountId })
  await expect(row).toContainText('Admin token')
  await expect(row).toContainText('127.0.0.1')
  await row.getByRole('link').click()
  const drawer = page.getByRole('dialog')
  const change = drawer.getByRole('region', { name: 'Changes' }).locator('[data-change=changed]')
  await expect(change.filter({ hasText: 'name' }).first()).toContainText(`Before: ${accountId}`)
  await expect(change.filter({ hasText: 'name' }).first()).toContainText('After: Renamed by automation')

  // The address is a link to this event, also when no loaded page holds it.
  const address = new URL(page.url())
  address.searchParams.set('action', 'key')
  await page.goto(address.href)
  await expect(drawer).toContainText('Renamed by automation')

  await drawer.getByRole('button', { name: 'All events of this credential' }).click()
  await expect(rows.filter({ hasText: 'credential.create' })).toHaveCount(1)
  await expect(rows).toHaveCount(3)
})

test('what automation did stands under the name of its API token', async ({ console: page, gateway }) => {
  const expiresAt = new Date(Date.now() + 3_600_000).toISOString()
  const made = { name: 'nightly-job', role: 'admin', expiresAt }
  const { token } = await gateway.api.mutate<{ token: string }>('apiTokens.create', made)
  await adminApi(gateway.url, token).mutate('projects.create', { slug: 'by-nightly-job', name: 'x' })
  await page.goto('/audit')
  const rows = page.getByRole('table', { name: 'Audit events' }).getByRole('row')
  await expect(rows.filter({ hasText: 'project by-nightly-job' })).toContainText('API token nightly-job')
  await page.getByLabel('Action').selectOption({ label: 'API tokens' })
  await expect(rows.filter({ hasText: 'nightly-job' })).toContainText('api_token.create')
  await expect(rows.filter({ hasText: 'project.create' })).toHaveCount(0)
})

test('filters stand in the address and find what they say', async ({ console: page, gateway }) => {
  const project = await gateway.projectOn('anthropic')
  await page.goto('/audit')
  const rows = page.getByRole('table', { name: 'Audit events' }).getByRole('row')
  await expect(rows.filter({ hasText: 'key.create' }).first()).toBeVisible()
  await page.getByLabel('Search').fill(project.slug)
  await page.getByLabel('Search').press('Enter')
  await expect(page).toHaveURL(new RegExp(`text=${project.slug}`))
  await expect(rows.filter({ hasText: 'project.create' })).toHaveCount(1)
  await page.getByLabel('Action').selectOption('key')
  await expect(page).toHaveURL(/action=key/)
  await page.reload()
  await expect(page.getByLabel('Search')).toHaveValue(project.slug)
  await page.getByLabel('Actor').fill(OWNER.name)
  await page.getByLabel('Actor').press('Enter')
  await expect(page.getByText('No event fits these filters.')).toBeVisible()
  await page.getByRole('button', { name: 'Clear filters' }).first().click()
  await expect(page).toHaveURL(/\/audit$/)
  await page.getByLabel('From').fill('2001-01-01T00:00')
  await page.getByLabel('To', { exact: true }).fill('2001-01-02T00:00')
  await page.getByLabel('To', { exact: true }).blur()
  await expect(page.getByText('No event fits these filters.')).toBeVisible()
})

test('more is loaded, and what is filtered can be taken away as a file', async ({
  console: page,
  gateway,
}) => {
  const { id } = await gateway.addCredential('anthropic')
  for (let i = 0; i < 60; i++) await gateway.api.mutate('credentials.update', { id, name: `Name ${i}` })
  await page.goto(`/audit?action=credential.update&target=${id}&kind=credential`)
  const rows = page.getByRole('table', { name: 'Audit events' }).getByRole('row')
  await expect(rows).toHaveCount(51)
  await page.getByRole('button', { name: 'Load more' }).click()
  await expect(rows).toHaveCount(61)
  const downloading = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Export' }).click()
  const download = await downloading
  expect(download.suggestedFilename()).toBe('headgate-audit.jsonl')
  const lines = readFileSync(await download.path(), 'utf8')
    .trimEnd()
    .split('\n')
  expect(lines).toHaveLength(60)
  expect(JSON.parse(lines[0]!)).toMatchObject({ action: 'credential.update', after: { name: 'Name 59' } })
})
