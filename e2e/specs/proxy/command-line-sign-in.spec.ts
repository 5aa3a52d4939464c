// `headgate login anthropic` by OAuth: the spec plays the browser.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { adminApi } from '../../fixtures/admin-api.ts'
import { ADMIN_TOKEN, expect, startGateway, test as base, type Gateway } from '../../fixtures/gateway.ts'
import { startFakeOAuth, type FakeOAuth } from '../../fakes/oauth/fake-oauth.ts'
import { CTRL_C, DOWN, startPtyCli } from '../../fixtures/pty-cli.ts'
import { startCli, type RunningCli } from '../../fixtures/run-cli.ts'

interface World {
  readonly oauth: FakeOAuth
  readonly gateway: Gateway
  readonly env: Readonly<Record<string, string>>
}

const test = base.extend<object, { world: World }>({
  world: [
    // oxlint-disable-next-line eslint/no-empty-pattern -- Playwright reads the pattern to know what a fixture needs
    async ({}, use) => {
      const oauth = await startFakeOAuth()
      const gateway = await startGateway({
        HEADGATE_OAUTH_AUTHORIZE_URL: `${oauth.url}/oauth/authorize`,
        HEADGATE_OAUTH_TOKEN_URL: `${oauth.url}/v1/oauth/token`,
        HEADGATE_OAUTH_CLIENT_ID: 'client',
        HEADGATE_OAUTH_REDIRECT_URI: `${oauth.url}/oauth/code/callback?app=headgate`,
      })
      const tokenFile = join(gateway.server.dataDir, 'admin-token')
      writeFileSync(tokenFile, `${ADMIN_TOKEN}\n`)
      await use({
        oauth,
        gateway,
        env: { HEADGATE_URL: gateway.url, HEADGATE_ADMIN_TOKEN_FILE: tokenFile },
      })
      await gateway.close()
      await oauth.close()
    },
    { scope: 'worker' },
  ],
})

const statusOf = ({ gateway }: World, accountId: string) =>
  adminApi(gateway.url, ADMIN_TOKEN)
    .query<{ items: { accountId: string; id: string; updatedAt: string }[] }>('credentials.list')
    .then(({ items }) => items.find((view) => view.accountId === accountId))

/** From the address that was printed to the one that the browser is sent back to. */
async function consent(authorizeUrl: string): Promise<URL> {
  const response = await fetch(authorizeUrl, { redirect: 'manual' })
  return new URL(response.headers.get('location')!)
}

async function addressOf(cli: RunningCli): Promise<string> {
  await expect.poll(() => cli.written.err, { timeout: 10_000 }).toMatch(/authorize\?\S+\n/)
  return /^http\S+$/m.exec(cli.written.err)![0]
}

async function visit(url: URL | string): Promise<{ status: number; text: string }> {
  const response = await fetch(url)
  return { status: response.status, text: await response.text() }
}

function expectNoTokens({ oauth }: World, ...texts: readonly string[]): void {
  expect(oauth.accessTokens.length).toBeGreaterThan(0)
  for (const text of texts)
    for (const token of [...oauth.accessTokens, ADMIN_TOKEN]) expect(text).not.toContain(token)
}

test('by a script: only the good callback counts, and stdout is one document', async ({ world }) => {
  const { env, gateway } = world
  const args = ['login', 'anthropic', '--method', 'oauth', '--account-id', 'acc_loop', '--json']
  const cli = startCli(args, env)
  const back = await consent(await addressOf(cli))
  expect(back.hostname + back.pathname).toBe('localhost/callback')

  expect((await visit(new URL('/favicon.ico', back))).status).toBe(404)
  for (const search of ['', '?code=x', '?code=x&state=foreign', '?error=access_denied&state=foreign']) {
    const odd = new URL(back)
    odd.search = search
    expect((await visit(odd)).status).toBe(400)
  }
  const markup = new URL(back)
  markup.search = '?error=%3Cscript%3Ealert(1)%3C/script%3E'
  expect((await visit(markup)).text).not.toContain('<script')
  expect(await statusOf(world, 'acc_loop')).toBeUndefined()

  // A browser may ask twice at once.
  const pages = await Promise.all([visit(back), visit(back).catch(() => null)])
  expect(pages[0]).toMatchObject({ status: 200, text: expect.stringContaining('acc_loop') })
  const { code, out, err } = await cli.ended
  expect(code).toBe(0)
  const document = JSON.parse(out) as { saved: boolean; credential: { id: string } }
  expect(document).toMatchObject({
    saved: true,
    credential: { accountId: 'acc_loop', method: 'oauth', status: 'ready' },
    warnings: [],
  })
  expectNoTokens(world, out, err, gateway.server.output())
  await expect(fetch(back)).rejects.toThrow()

  const again = startCli(['login', 'anthropic', '--id', 'acc_loop', '--json'], env)
  expect((await visit(await addressOf(again))).status).toBe(200)
  expect(JSON.parse((await again.ended).out)).toMatchObject({ credential: { id: document.credential.id } })
})

test('by a script: denied in the browser, or nobody comes', async ({ world }) => {
  const { env } = world
  const cli = startCli(['login', 'anthropic', '--method', 'oauth', '--account-id', 'acc_no'], env)
  const back = await consent(await addressOf(cli))
  back.search = `?error=access_denied&state=${back.searchParams.get('state')}`
  await visit(back)
  const denied = await cli.ended
  expect([denied.code, denied.out]).toEqual([2, ''])
  expect(denied.err).toContain('Anthropic denied the sign-in: access_denied')

  const late = ['login', 'anthropic', '--method', 'oauth', '--account-id', 'acc_no', '--timeout', '1']
  const nobody = await startCli(late, env).ended
  expect([nobody.code, nobody.out]).toEqual([2, ''])
  expect(nobody.err).toContain('The sign-in was not finished in time')
  expect(await statusOf(world, 'acc_no')).toBeUndefined()
})

test('by a script: the code comes in through standard input', async ({ world }) => {
  const { env } = world
  const args = ['login', 'anthropic', '--paste', '--account-id', 'acc_paste', '--json']
  const wrong = await startCli(args, env, 'no-code\n').ended
  expect([wrong.code, wrong.out]).toEqual([2, ''])
  expect(wrong.err).toMatch(/paste all of what the page shows/)

  const cli = startCli(args, env, null)
  const page = await visit(await addressOf(cli))
  cli.child.stdin!.end(`${/<code id="code">([^<]+)</.exec(page.text)![1]}\r\n`)
  const { code, out, err } = await cli.ended
  expect(code).toBe(0)
  expect(JSON.parse(out)).toMatchObject({ saved: true, credential: { accountId: 'acc_paste' } })
  expectNoTokens(world, out, err)
})

test('in a terminal: through the browser, and by pasting an address', async ({ world }) => {
  const { env } = world
  const cli = startPtyCli(['login', 'anthropic'], env)
  await cli.until(/How should Headgate authenticate with Anthropic\?/)
  cli.press(DOWN)
  await cli.until(/● Sign in to the Claude Console/)
  cli.answer()
  await cli.until(/◆ +Name$/m)
  cli.answer('Pty org')
  await cli.until(/acc_pty_org/)
  cli.answer()
  await cli.until(/How do you want to finish the sign-in\?/)
  cli.answer()
  await cli.until(/Waiting for you to sign in/)
  const address = /http:\/\/127\.0\.0\.1:\d+\/oauth\/authorize\?[^│┌└◇]*?S256/.exec(cli.screen())![0]
  expect((await visit(address.replaceAll(/\s/g, ''))).text).toContain('acc_pty_org')
  await cli.until(/Signed in to acc_pty_org/)
  await cli.until(/Create a project and a key/)
  cli.press('n')
  expect(await cli.ended).toBe(0)
  expectNoTokens(world, cli.raw())

  const before = await statusOf(world, 'acc_pty_org')
  const paste = startPtyCli(['login', 'anthropic', '--account-id', 'acc_pty_org', '--paste'], env)
  await paste.until(/Paste the code from the page/)
  const begun = /http:\/\/127\.0\.0\.1:\d+\/oauth\/authorize\?[^│┌└◇]*?S256/.exec(paste.screen())![0]
  paste.answer((await consent(begun.replaceAll(/\s/g, ''))).href)
  await paste.until(/Signed in to acc_pty_org/)
  await paste.until(/Create a project and a key/)
  paste.press(CTRL_C)
  expect(await paste.ended).toBe(130)
  const after = await statusOf(world, 'acc_pty_org')
  expect(after?.id).toBe(before?.id)
  expect(after?.updatedAt).not.toBe(before?.updatedAt)
  expectNoTokens(world, paste.raw())
})

test('in a terminal: Ctrl-C while the browser is waited for', async ({ world }) => {
  const args = ['login', 'anthropic', '--method', 'oauth', '--account-id', 'acc_gone', '--no-browser']
  const cli = startPtyCli(args, world.env)
  await cli.until(/How do you want to finish the sign-in\?/)
  cli.answer()
  await cli.until(/Waiting for you to sign in/)
  cli.press(CTRL_C)
  expect(await cli.ended).toBe(130)
  expect(cli.isCursorShown()).toBe(true)
  expect(await statusOf(world, 'acc_gone')).toBeUndefined()
})
