// Signing in by an identity provider, in a browser.
import { expect, test } from '@playwright/test'
import { startServer } from '../../fixtures/server-process.ts'

test('people of an identity provider can sign in before there is an owner', async ({ page }) => {
  const server = await startServer({
    env: { HEADGATE_OIDC_ISSUER: 'http://127.0.0.1:9', HEADGATE_OIDC_CLIENT_ID: 'x' },
  })
  try {
    await page.goto(`${server.url}/sign-in`)
    await expect(page.getByRole('link', { name: /identity provider/i })).toBeVisible()
    expect(new URL(page.url()).pathname).toBe('/sign-in')
  } finally {
    await server.discard()
  }
})
