// Bedrock credentials that sign their requests: adding, looking at, rotating and moving them in the console.
import type { Page } from '@playwright/test'
import { expect, test } from '../../fixtures/console.ts'
import { IAM_KEY, type Gateway } from '../../fixtures/gateway.ts'

/** The example of AWS's documentation, which the stand-in does not know. */
const ACCESS_KEY_ID = 'AKIAIOSFODNN7EXAMPLE'
const SECRET_ACCESS_KEY = 'typed/into+the+console/secret-access-key'
const SESSION_TOKEN = 'typed-into-the-console-session-token'
const EXTERNAL_ID = 'typed-into-the-console-external-id'
const ROLE_ARN = 'arn:aws:iam::123456789012:role/team/gateway'
const WITHOUT_KEY = { method: 'iam', apiKey: undefined } as const

const rowOf = (page: Page, accountId: string) => page.getByRole('row').filter({ hasText: accountId })

async function choose(page: Page, accountId: string, item: string): Promise<void> {
  await page.getByRole('button', { name: `Actions for ${accountId}` }).click()
  await page.getByRole('menuitem', { name: item }).click()
}

interface IamView {
  readonly surface: string
  readonly keyPreview: string | null
  readonly roleArn: string | null
  readonly hasExternalId: boolean
  readonly endpointUrl: string | null
}

async function viewOf({ api }: Gateway, accountId: string): Promise<IamView> {
  const { items } = await api.query<{ items: (IamView & { accountId: string })[] }>('credentials.list', {
    limit: 200,
  })
  return items.find((item) => item.accountId === accountId)!
}

test('access keys with a role are added, listed and shown without a secret', async ({
  console: page,
  gateway,
}) => {
  await page.goto('/credentials/new')
  await page.getByText('AWS Bedrock, IAM').click()
  await expect(page.getByRole('radio', { name: 'AWS Bedrock, IAM' })).toBeChecked()
  await page.getByLabel('Name', { exact: true }).fill('Signed')
  await page.getByLabel('Credential ID').fill('acc_signed')
  await page.getByLabel('Region', { exact: true }).selectOption('eu-central-1')
  await page.getByRole('radio', { name: 'Messages API' }).check()

  await page.getByRole('button', { name: 'Save credential' }).click()
  await expect(page.getByLabel('Access key ID')).toHaveAttribute('aria-invalid', 'true')
  await expect(page.getByLabel('Secret access key', { exact: true })).toHaveAttribute('aria-invalid', 'true')

  await page.getByLabel('Access key ID').fill(ACCESS_KEY_ID)
  await expect(page.getByLabel('External ID', { exact: true })).toHaveCount(0)
  await page.getByLabel('Role ARN').fill(ROLE_ARN)
  for (const [label, secret] of [
    ['Secret access key', SECRET_ACCESS_KEY],
    ['Session token', SESSION_TOKEN],
    ['External ID', EXTERNAL_ID],
  ] as const) {
    const field = page.getByLabel(label, { exact: true })
    await expect(field).toHaveAttribute('type', 'password')
    await field.fill(secret)
  }
  await page.getByRole('button', { name: 'Save credential' }).click()
  await expect(page.getByText('Prefer a role')).toBeVisible()
  await page.getByRole('button', { name: 'Go to credentials' }).click()

  const row = rowOf(page, 'acc_signed')
  await expect(row).toContainText('IAM · eu-central-1 · auto · messages')
  await expect(row).toContainText('gateway in 123456789012')
  await choose(page, 'acc_signed', 'Details')
  const details = page.getByRole('dialog')
  await expect(details).toContainText(ROLE_ARN)
  await expect(details).toContainText('External IDSet')
  await expect(details).toContainText('Messages API')
  await expect(details).toContainText((await viewOf(gateway, 'acc_signed')).keyPreview!)

  const kept = await page.evaluate(() =>
    JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage), location.href]),
  )
  for (const secret of [SECRET_ACCESS_KEY, SESSION_TOKEN, EXTERNAL_ID]) {
    expect(kept + (await page.content())).not.toContain(secret)
    expect(gateway.server.output()).not.toContain(secret)
  }
})

test('the identity of the machine needs no secret, and is replaced by keys in place', async ({
  console: page,
  gateway,
}) => {
  await page.goto('/credentials/new?kind=bedrock-iam')
  await page.getByLabel('Name', { exact: true }).fill('Machine')
  await page.getByLabel('Credential ID').fill('acc_machine')
  await page.getByLabel('Secret access key', { exact: true }).fill(SECRET_ACCESS_KEY)
  await page.getByRole('radio', { name: 'AWS identity' }).check()
  await expect(page.getByLabel('Secret access key', { exact: true })).toHaveCount(0)
  await page.getByLabel('Role ARN').fill(ROLE_ARN)
  await page.getByLabel('External ID', { exact: true }).fill(EXTERNAL_ID)
  await page.getByRole('button', { name: 'Save credential' }).click()
  const row = rowOf(page, 'acc_machine')
  await expect(row).toContainText('AWS default chain')

  await choose(page, 'acc_machine', 'Rotate secret')
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('radio', { name: 'AWS identity' })).toBeChecked()
  await expect(dialog.getByLabel('Role ARN')).toHaveValue(ROLE_ARN)
  await expect(dialog).toContainText('One is stored and cannot be shown.')
  await dialog.getByRole('radio', { name: 'Access keys' }).check()
  await dialog.getByLabel('Access key ID').fill(ACCESS_KEY_ID)
  await dialog.getByLabel('Secret access key', { exact: true }).fill(SECRET_ACCESS_KEY)
  await dialog.getByRole('button', { name: 'Rotate secret' }).click()
  // Nobody here hands out the role: the keys cannot be tried.
  await dialog.getByRole('checkbox', { name: 'Store it untried' }).check({ timeout: 20_000 })
  await dialog.getByRole('button', { name: 'Rotate secret' }).click()
  await expect(dialog).toBeHidden()
  await expect(row).not.toContainText('AWS default chain')
  expect(await viewOf(gateway, 'acc_machine')).toMatchObject({ roleArn: ROLE_ARN, hasExternalId: false })
})

test('the surface is changed without the secret, the address only with it', async ({
  console: page,
  gateway,
}) => {
  const { accountId } = await gateway.addCredential('bedrock', {
    ...WITHOUT_KEY,
    accessKeyId: ACCESS_KEY_ID,
    secretAccessKey: SECRET_ACCESS_KEY,
    geography: 'us',
  })
  await page.goto('/credentials')
  const row = rowOf(page, accountId)
  const dialog = page.getByRole('dialog')
  await choose(page, accountId, 'Edit')
  await dialog.getByRole('radio', { name: 'Mantle' }).check()
  await expect(dialog.getByLabel('Geography')).toBeDisabled()
  await expect(dialog.getByLabel('Secret access key', { exact: true })).toHaveCount(0)
  await dialog.getByRole('button', { name: 'Save changes' }).click()
  await expect(dialog).toBeHidden()
  await expect(row).toContainText('mantle')
  expect(await viewOf(gateway, accountId)).toMatchObject({ surface: 'mantle', geography: 'us' })

  await choose(page, accountId, 'Edit')
  await dialog.getByText('Advanced').click()
  await dialog.getByLabel('Endpoint URL').fill('http://127.0.0.1:9')
  await dialog.getByRole('button', { name: 'Save changes' }).click()
  await expect(dialog.getByLabel('Secret access key', { exact: true })).toHaveAttribute(
    'aria-invalid',
    'true',
  )
  await dialog.getByLabel('Access key ID').fill(ACCESS_KEY_ID)
  await dialog.getByLabel('Secret access key', { exact: true }).fill(SECRET_ACCESS_KEY)
  await dialog.getByRole('button', { name: 'Save changes' }).click()
  await expect(dialog).toContainText('The secret is stored untried, for nothing answered')
  await dialog.getByText('Close', { exact: true }).click()
  await expect(dialog).toBeHidden()
  await expect(row).toContainText('127.0.0.1:9')
  expect(await viewOf(gateway, accountId)).toMatchObject({ endpointUrl: 'http://127.0.0.1:9' })
})

test('keys are tested with one small call before they are saved', async ({ console: page, gateway }) => {
  await page.goto('/credentials/new?kind=bedrock-iam')
  await page.getByLabel('Name', { exact: true }).fill('Untried')
  await page.getByLabel('Credential ID').fill('acc_untried')
  const test = async (accessKeyId: string, secretAccessKey: string) => {
    await page.getByLabel('Access key ID').fill(accessKeyId)
    await page.getByLabel('Secret access key', { exact: true }).fill(secretAccessKey)
    const asked = page.waitForRequest((request) => request.url().includes('credentials.probe'))
    await page.getByRole('button', { name: 'Test' }).click()
    expect((await asked).postDataJSON()).toMatchObject({
      0: { conformance: false, draft: { method: 'iam', accessKeyId } },
    })
  }
  await test(ACCESS_KEY_ID, SECRET_ACCESS_KEY)
  await expect(page.getByRole('alert')).toContainText('The security token included in the request is invalid')
  expect(gateway.bedrock.requests).toHaveLength(1)

  await test(IAM_KEY.accessKeyId, IAM_KEY.secretAccessKey)
  await expect(page.getByRole('status').filter({ hasText: 'answered in' })).toBeVisible()
  await expect(page.getByRole('alert')).toHaveCount(0)
  expect(gateway.bedrock.requests).toHaveLength(2)
  expect(gateway.bedrock.requests[1]!.headers.authorization).toContain(`Credential=${IAM_KEY.accessKeyId}/`)
  expect(await viewOf(gateway, 'acc_untried')).toBeUndefined()
})
