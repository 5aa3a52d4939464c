// What views must keep to, at any width and in both themes: nothing sticks out sideways, whatever the names, the
// theme is the one asked for, and the browser reports no error.
import { randomBytes } from 'node:crypto'
import type { Page } from '@playwright/test'
import { expect, test } from '../../fixtures/console.ts'
import type { Gateway } from '../../fixtures/gateway.ts'
import { postMessages } from '../../fixtures/messages.ts'

/** A project and a credential whose names are as long as they may be, and a request of theirs. */
async function addLongNames(gateway: Gateway) {
  const id = randomBytes(5).toString('hex')
  const name = `${'A name that goes on '.repeat(7)}${'x'.repeat(115)}`
  const credential = await gateway.addCredential('anthropic', { name, accountId: id.padEnd(127, 'a') })
  const other = await gateway.addCredential('bedrock', {
    method: 'iam',
    apiKey: undefined,
    accountId: id.padEnd(127, 'b'),
    name,
    roleArn: `arn:aws:iam::123456789012:role/${'team/'.repeat(60)}${'r'.repeat(200)}`,
    externalId: 'e'.repeat(200),
  })
  const { api } = gateway
  await api.mutate('users.invite', {
    email: `${id.padEnd(60, 'e')}@${'mail.'.repeat(20)}example.com`,
    role: 'viewer',
    name,
  })
  const expiresAt = new Date(Date.now() + 60_000).toISOString()
  await api.mutate('apiTokens.create', { name, role: 'viewer', expiresAt })
  const slug = id.padEnd(127, 's')
  const { id: projectId } = await api.mutate<{ id: string }>('projects.create', { slug, name })
  await api.mutate('projects.setRouting', {
    id: projectId,
    pool: [credential, other].map((member, priority) => ({ credentialId: member.id, priority })),
  })
  const { key } = await api.mutate<{ key: string }>('keys.create', { projectId, name })
  const response = await postMessages(gateway.url, { key })
  const overridden = id.padEnd(255, 'm')
  await api.mutate('models.setOverride', {
    model: overridden,
    credentialId: other.id,
    upstreamModel: `arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/${'p'.repeat(1900)}`,
    baseModel: 'claude-haiku-4-5',
    dropBetas: ['b'.repeat(255), 'c'.repeat(255)],
    dropFields: ['f'.repeat(255)],
  })
  return {
    projectId,
    requestId: response.headers.get('x-headgate-request-id')!,
    credentialId: other.id,
    overridden,
  }
}

/** How far the page, a table or the content of a dialog is wider than its place. */
const sidewaysPixels = (page: Page) =>
  page.evaluate(() => {
    const tables = [...document.querySelectorAll('table')].map((table) => table.parentElement!)
    const places = [document.documentElement, ...tables, ...document.querySelectorAll('[data-dialog-body]')]
    return Math.max(...places.map(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth))
  })

/** From 0 to 1, of the page behind everything. */
const backgroundLightness = (page: Page) =>
  page.evaluate(() => {
    const { backgroundColor } = getComputedStyle(document.documentElement)
    return Number(/^oklch\(([\d.]+)/.exec(backgroundColor)?.[1])
  })

for (const [width, height] of [
  [1440, 900],
  [1366, 768],
  [1024, 768],
  [768, 1024],
  [390, 844],
] as const) {
  test(`${width} px: no view sticks out sideways, in light and dark`, async ({
    console: page,
    gateway,
  }, testInfo) => {
    const { projectId, requestId, credentialId, overridden } = await addLongNames(gateway)
    const views = [
      '/',
      '/requests',
      `/requests?request=${requestId}`,
      '/credentials',
      '/credentials/new?kind=anthropic-oauth',
      '/credentials/new?kind=bedrock-api-key',
      '/credentials/new?kind=bedrock-iam',
      '/projects',
      '/projects?create=true',
      ...['routing', 'keys', 'keys?create=true', 'connect', 'settings'].map(
        (tab) => `/projects/${projectId}/${tab}`,
      ),
      '/models',
      `/models?model=${overridden}&credential=${credentialId}&betas=context-1m-2025-08-07`,
      '/people',
      '/api-tokens',
      '/access',
      '/audit',
      '/system',
    ]
    await page.setViewportSize({ width, height })
    await page.emulateMedia({ reducedMotion: 'reduce' })
    for (const path of views) {
      await page.goto(path)
      await expect(page.locator('h1')).toBeVisible()
      await expect(page.getByRole('dialog')).toHaveCount(/create=|request=/.test(path) ? 1 : 0)
      await expect(page.getByRole('status', { name: 'Loading' })).toHaveCount(0)
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        const lightness = expect.poll(() => backgroundLightness(page), { message: `${path} ${colorScheme}` })
        await (colorScheme === 'light' ? lightness.toBeGreaterThan(0.9) : lightness.toBeLessThan(0.25))
        await expect.poll(() => sidewaysPixels(page), { message: path }).toBeLessThanOrEqual(0)
        await testInfo.attach(`${path} ${width} ${colorScheme}`, {
          body: await page.screenshot(),
          contentType: 'image/png',
        })
      }
    }
  })
}

test('the header of a table stays in sight', async ({ console: page, gateway }) => {
  const project = await gateway.projectOn('anthropic')
  for (let i = 0; i < 25; i++) await postMessages(gateway.url, project)
  for (const width of [1440, 1366, 1024]) {
    await page.setViewportSize({ width, height: 600 })
    await page.goto('/requests')
    await expect(page.getByRole('row')).not.toHaveCount(0)
    await page.mouse.move(width - 200, 400)
    await page.mouse.wheel(0, 500)
    await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(300)
    await expect(page.getByRole('columnheader', { name: 'Outcome' })).toBeInViewport()
  }
})

test('the theme can be chosen and stays chosen', async ({ console: page }) => {
  await page.emulateMedia({ colorScheme: 'light' })
  await page.goto('/system')
  const background = () => backgroundLightness(page)
  expect(await background()).toBeGreaterThan(0.9)
  await page.getByRole('button', { name: 'Theme' }).click()
  await page.getByRole('menuitemradio', { name: 'Dark' }).click()
  await expect.poll(background).toBeLessThan(0.25)
  await page.reload()
  expect(await background()).toBeLessThan(0.25)
})

test('no secret is kept in the browser’s storage', async ({ console: page, gateway }) => {
  await page.goto('/credentials/new?kind=anthropic-api-key')
  await page.getByLabel('Name', { exact: true }).fill('Stored')
  await page.getByLabel('Credential ID').fill('acc_stored')
  await page.getByLabel('API key', { exact: true }).fill('sk-ant-api03-typed-into-the-console')
  await page.getByRole('button', { name: 'Save credential' }).click()
  await expect(page.getByRole('table', { name: 'Credentials' })).toContainText('acc_stored')
  const kept = await page.evaluate(() =>
    JSON.stringify([
      Object.entries(localStorage),
      Object.entries(sessionStorage),
      document.cookie,
      location.href,
    ]),
  )
  expect(kept).not.toContain('typed-into-the-console')
  expect(kept).not.toContain('session_token')
  expect(gateway.server.output()).not.toContain('typed-into-the-console')
})
