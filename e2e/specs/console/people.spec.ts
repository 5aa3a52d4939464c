// People in the console: an owner invites, the invited person joins, sets up their access, and is shown the door.
import { test, type Page } from '@playwright/test'
import { expect, OWNER, setupPath, signIn, watchForErrors } from '../../fixtures/console.ts'
import { startGateway } from '../../fixtures/gateway.ts'
import { readQrCode } from '../../fixtures/read-qr-code.ts'
import { authenticatorCode } from '../../fixtures/totp.ts'

const BOB = { email: 'bob@example.com', name: 'Bob', password: 'bobs own long phrase' }

async function enter(page: Page, password: string): Promise<void> {
  await page.getByLabel('Email').fill(BOB.email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

test('invited, joined, second factor, other role, removed', async ({ page, browser }) => {
  // A code works once: the next one may be half a minute away.
  test.slow()
  const gateway = await startGateway()
  const bobs = await browser.newContext({ baseURL: gateway.url })
  const bob = await bobs.newPage()
  try {
    const errors = [watchForErrors(page), watchForErrors(bob)]
    await gateway.api.mutate('setup.createOwner', { ...OWNER, code: setupPath(gateway).split('#')[1] })
    await signIn(page, gateway)
    const rail = page.getByRole('navigation', { name: 'Main' })
    await rail.getByRole('link', { name: 'People' }).click()
    await expect(page.getByRole('table', { name: 'People' })).toContainText(OWNER.email)

    await page.getByRole('button', { name: 'Invite' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Email').fill(BOB.email)
    await dialog.getByLabel('Role').selectOption('admin')
    await dialog.getByRole('button', { name: 'Make invitation' }).click()
    const link = (await dialog.getByLabel('invitation link', { exact: true }).innerText()).trim()
    expect(link).toMatch(/\/invitation#hgi_[A-Za-z0-9_-]{43}$/)
    await dialog.getByRole('button', { name: 'Done' }).click()
    await expect(page.getByRole('table', { name: 'Invitations' })).toContainText(BOB.email)
    await expect(page.locator('body')).not.toContainText(link)

    await bob.goto(link)
    await expect(bob.getByRole('heading', { name: 'Join Headgate' })).toBeVisible()
    expect(bob.url()).not.toContain('#')
    await bob.getByLabel('Your name').fill(BOB.name)
    await bob.getByLabel('Password', { exact: true }).fill('password1234')
    await bob.getByRole('button', { name: 'Join' }).click()
    await expect(bob.getByText('too easy to guess')).toBeVisible()
    await bob.getByLabel('Password', { exact: true }).fill(BOB.password)
    await bob.getByRole('button', { name: 'Join' }).click()
    const bobsRail = bob.getByRole('navigation', { name: 'Main' })
    await expect(bobsRail).toBeVisible()
    await expect(bobsRail.getByRole('link', { name: 'People' })).toHaveCount(0)

    await bob.getByRole('button', { name: 'Account' }).click()
    await bob.getByRole('menuitem', { name: 'Your access' }).click()
    await expect(bob.getByRole('table', { name: 'Sessions' })).toContainText('This one')
    await bob.getByRole('button', { name: 'Turn on' }).click()
    const bobsDialog = bob.getByRole('dialog')
    await bobsDialog.getByLabel('Your password', { exact: true }).fill(BOB.password)
    await bobsDialog.getByRole('button', { name: 'Continue' }).click()
    const scanned = await readQrCode(bobsDialog.getByRole('img', { name: 'QR code for your authenticator' }))
    const secret = (await bobsDialog.getByLabel('secret', { exact: true }).innerText()).trim()
    const uri = new URL(scanned!)
    expect([uri.protocol, uri.host, uri.searchParams.get('secret')]).toEqual(['otpauth:', 'totp', secret])
    expect(decodeURIComponent(uri.pathname)).toContain(BOB.email)
    await bobsDialog.getByLabel('Code', { exact: true }).fill('12345')
    await bobsDialog.getByRole('button', { name: 'Turn on' }).click()
    await expect(bobsDialog.getByText('must be the six digits')).toBeVisible()
    await bobsDialog.getByLabel('Code', { exact: true }).fill(authenticatorCode(secret, Date.now()))
    await bobsDialog.getByRole('button', { name: 'Turn on' }).click()
    const codes = (await bobsDialog.getByLabel('recovery codes', { exact: true }).innerText())
      .trim()
      .split('\n')
    expect(codes).toHaveLength(10)
    await bobsDialog.getByRole('button', { name: 'I stored them' }).click()
    await expect(bob.getByText('On: signing in takes a code.')).toBeVisible()

    const password = bob.getByRole('form', { name: 'Password' })
    await password.getByLabel('Current password', { exact: true }).fill(BOB.password)
    await password.getByLabel('New password', { exact: true }).fill('another phrase of bob')
    await password.getByRole('button', { name: 'Change password' }).click()
    await expect(bob.getByText('Your password is changed')).toBeVisible()
    await bob.getByRole('button', { name: 'Account' }).click()
    await bob.getByRole('menuitem', { name: 'Sign out' }).click()
    await enter(bob, 'another phrase of bob')
    await expect(bob.getByText('Enter the code of your authenticator.')).toBeVisible()
    await bob.getByLabel('Code', { exact: true }).fill(codes[0]!)
    await bob.getByRole('button', { name: 'Sign in' }).click()
    await expect(bobsRail).toBeVisible()

    await page.reload()
    const people = page.getByRole('table', { name: 'People' })
    await expect(people.getByRole('row').filter({ hasText: BOB.email })).toContainText('On')
    await bob.getByRole('button', { name: 'Account' }).click()
    await bob.getByRole('menuitem', { name: 'Your access' }).click()
    await bob.getByRole('button', { name: 'Turn off' }).click()
    await bobsDialog.getByLabel('Your password', { exact: true }).fill('another phrase of bob')
    await bobsDialog.getByLabel('Code', { exact: true }).fill(codes[1]!)
    await bobsDialog.getByRole('button', { name: 'Turn off' }).click()
    await expect(bob.getByText('Off: a password is enough to sign in.')).toBeVisible()
    const choose = async (name: string, item: string) => {
      await page.getByRole('button', { name: `Actions for ${name}` }).click()
      await page.getByRole('menuitem', { name: item }).click()
    }
    await choose('Bob', 'Change role')
    await dialog.getByLabel('Role').selectOption('viewer')
    await dialog.getByRole('button', { name: 'Change role' }).click()
    await expect(people.getByRole('row').filter({ hasText: BOB.email })).toContainText('Viewer')
    await choose(OWNER.name, 'Remove')
    await dialog.getByRole('button', { name: 'Remove person' }).click()
    await expect(dialog.getByText('This is the last owner.')).toBeVisible()
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await choose('Bob', 'Remove')
    await dialog.getByRole('button', { name: 'Remove person' }).click()
    await expect(people).not.toContainText(BOB.email)
    await bob.goto('/projects')
    await expect(bob.getByRole('heading', { name: 'Sign in' })).toBeVisible()
    await bob.goto(link)
    await expect(bob.getByRole('heading', { name: 'This link does not work' })).toBeVisible()
    expect(errors.flat()).toEqual([])
  } finally {
    await bobs.close()
    await gateway.close()
  }
})
