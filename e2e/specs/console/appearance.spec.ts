// What every page must keep to, at any width and in both themes: nothing sideways, nothing inaccessible, no errors.
import { expect, test } from '../../fixtures/console.ts'
import { postMessages } from '../../fixtures/messages.ts'

const PAGES = [
  '/',
  '/requests',
  '/credentials',
  '/credentials/new?kind=bedrock-api-key',
  '/projects',
  '/system',
]

test.beforeEach(async ({ gateway }) => {
  const project = await gateway.addProject(
    await gateway.addCredential('anthropic'),
    await gateway.addCredential('bedrock'),
  )
  await postMessages(gateway.url, project)
})

for (const [width, height] of [
  [1440, 900],
  [390, 844],
] as const) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`${width} px, ${colorScheme}: no page scrolls sideways or fails`, async ({
      console: page,
    }, testInfo) => {
      await page.setViewportSize({ width, height })
      await page.emulateMedia({ colorScheme })
      for (const path of PAGES) {
        await page.goto(path)
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
        await expect(page.getByRole('status', { name: 'Loading' })).toHaveCount(0)
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
        expect(overflow, path).toBeLessThanOrEqual(0)
        const background = await page.evaluate(
          () => getComputedStyle(document.documentElement).backgroundColor,
        )
        const [lightness] = /[\d.]+/.exec(background) ?? []
        expect(background, path).toMatch(/^(?:oklch|rgb|lab|color)/)
        expect(lightness, path).toBeDefined()
        await testInfo.attach(`${path} ${width} ${colorScheme}`, {
          body: await page.screenshot(),
          contentType: 'image/png',
        })
      }
    })
  }
}

test('the theme can be chosen and stays chosen', async ({ console: page }) => {
  await page.goto('/system')
  const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)
  const before = await background()
  await page.getByRole('button', { name: 'Theme' }).click()
  await page.getByRole('menuitemradio', { name: 'Dark' }).click()
  await expect.poll(background).not.toBe(before)
  const dark = await background()
  await page.reload()
  expect(await background()).toBe(dark)
})

test('no secret is kept in the browser’s storage', async ({ console: page, gateway }) => {
  await page.goto('/credentials/new?kind=anthropic-api-key')
  await page.getByLabel('Name', { exact: true }).fill('Stored')
  await page.getByLabel('Account ID').fill('acc_stored')
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
