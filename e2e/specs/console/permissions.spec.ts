// What a project may do beyond sending messages.
import { expect, test } from '../../fixtures/console.ts'

interface Permissions {
  readonly workspaceAccess: boolean
  readonly passThrough: boolean
}

test('each permission is switched on and off by itself, and stays', async ({ console: page, gateway }) => {
  const { id } = await gateway.projectOn('anthropic')
  const stored = () => gateway.api.query<Permissions>('projects.get', { id })
  await page.goto(`/projects/${id}/settings`)
  const workspace = page.getByRole('switch', { name: 'May use batches, files and skills' })
  const passThrough = page.getByRole('switch', { name: 'Callers may bring their own' })
  await expect(workspace).not.toBeChecked()
  await expect(passThrough).not.toBeChecked()
  await expect(workspace).toHaveAccessibleDescription(/Risk: .* read and delete what other projects keep/)
  await expect(passThrough).toHaveAccessibleDescription(/Risk: /)

  await workspace.focus()
  await page.keyboard.press('Space')
  await expect(workspace).toBeChecked()
  await expect.poll(stored).toMatchObject({ workspaceAccess: true, passThrough: false })
  await expect(workspace).toBeFocused()

  await passThrough.click()
  await expect.poll(stored).toMatchObject({ workspaceAccess: true, passThrough: true })
  await page.reload()
  await expect(workspace).toBeChecked()
  await expect(passThrough).toBeChecked()

  await workspace.click()
  await expect.poll(stored).toMatchObject({ workspaceAccess: false, passThrough: true })
  await expect(workspace).not.toBeChecked()
})

test('a permission that is not stored goes back and says so', async ({ console: page, gateway }) => {
  const { id } = await gateway.projectOn('anthropic')
  await page.goto(`/projects/${id}/settings`)
  const workspace = page.getByRole('switch', { name: 'May use batches, files and skills' })
  await expect(workspace).not.toBeChecked()
  await gateway.api.mutate('projects.remove', { id })
  await workspace.click()
  await expect(page.getByRole('alert').filter({ hasText: 'Not changed' })).toBeVisible()
  await expect(workspace).not.toBeChecked()
})
