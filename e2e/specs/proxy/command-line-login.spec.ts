// `headgate login` and its siblings in a real terminal: what a person sees, and that nobody sees their secrets.
import { randomBytes } from 'node:crypto'
import { ADMIN_TOKEN, expect, test, type Gateway } from '../../fixtures/gateway.ts'
import { CTRL_C, DOWN, startPtyCli, type PtyCli } from '../../fixtures/pty-cli.ts'
import { postMessages } from '../../fixtures/messages.ts'

const as = ({ url }: Pick<Gateway, 'url'>) => ({ HEADGATE_URL: url, HEADGATE_ADMIN_TOKEN: ADMIN_TOKEN })
const unique = () => randomBytes(4).toString('hex')

interface View {
  readonly id: string
  readonly accountId: string
  readonly provider: string
  readonly method: string
  readonly region: string
  readonly keyPreview: string | null
}

async function find({ api }: Gateway, accountId: string): Promise<View | undefined> {
  const { items } = await api.query<{ items: View[] }>('credentials.list', { limit: 200 })
  return items.find((view) => view.accountId === accountId)
}

function expectUnseen(cli: PtyCli, ...secrets: readonly string[]): void {
  for (const secret of [...secrets, ADMIN_TOKEN])
    // A piece of it is too much as well.
    for (const piece of [secret, secret.slice(-16)]) expect(cli.raw()).not.toContain(piece)
}

/** Up to the question for the key. */
async function upToBedrockKey(cli: PtyCli): Promise<void> {
  await cli.until(/How should Headgate authenticate with AWS\?/)
  cli.answer()
  await cli.until(/AWS region/)
  cli.press('frank')
  await cli.until(/Search: frank/)
  cli.answer()
  await cli.until(/console\.aws\.amazon\.com\/bedrock\/home\?region=eu-central-1#\/api-keys/)
  await cli.until(/API key \(ABSK/)
}

test('login bedrock: from the first question to a key that works', async ({ gateway }) => {
  const secret = `ABSKcanaryPty${randomBytes(24).toString('hex')}`
  const cli = startPtyCli(['login', 'bedrock'], as(gateway))
  await upToBedrockKey(cli)
  cli.press(secret)
  await cli.until(/61 characters/)
  expect(cli.commandLine()).not.toContain(secret)
  cli.answer()
  await cli.until(/◆ +Name$/m)
  const name = `Frankfurt ${unique()}`
  cli.answer(name)
  await cli.until(/Credential ID\. Clients and logs use it/)
  const accountId = `acc_bedrock_${name.toLowerCase().replace(' ', '_')}`
  await cli.until(new RegExp(accountId))
  cli.answer()
  await cli.until(/Use the defaults/)
  cli.answer()
  await cli.until(/claude-haiku-4-5 answered in \d+ ms, as global\.anthropic/)
  await cli.until(new RegExp(`Saved ${accountId} \\(AWS Bedrock, API key, InvokeModel in eu-central-1\\)`))
  await cli.until(/Create a project and a key/)
  expect(await find(gateway, accountId)).toMatchObject({ provider: 'bedrock', region: 'eu-central-1' })
  cli.answer()
  await cli.until(/Project slug/)
  cli.answer(`pty-${unique()}`)
  await cli.until(/Project name/)
  cli.answer()
  await cli.until(/Key name/)
  cli.answer()
  expect(await cli.ended).toBe(0)
  const key = /ANTHROPIC_AUTH_TOKEN=(hg_live_\S+)/.exec(cli.screen())![1]!
  expect(cli.screen()).toContain(`export ANTHROPIC_BASE_URL=${gateway.url}`)
  expect((await postMessages(gateway.url, { key })).status).toBe(200)
  expect(cli.isCursorShown()).toBe(true)
  expectUnseen(cli, secret)
})

test('login bedrock: asks again after a wrong secret', async ({ gateway }) => {
  const [wrong, right] = [1, 2].map(() => `ABSKcanaryPty${randomBytes(24).toString('hex')}`) as [
    string,
    string,
  ]
  const accountId = `acc_${unique()}`
  const given = ['--account-id', accountId, '--region', 'us-east-1', '--surface', 'messages']
  const cli = startPtyCli(['login', 'bedrock', '--method', 'api-key', ...given], as(gateway))
  gateway.bedrock.script({
    kind: 'error',
    status: 403,
    exception: 'AccessDeniedException',
    message: `Your key ${wrong} is not valid.`,
  })
  await cli.until(/API key \(ABSK/)
  cli.answer(wrong)
  await cli.until(/failed with status 403/)
  await cli.until(/The credential does not work\. What do you want to do\?/)
  expect(await find(gateway, accountId)).toBeUndefined()
  cli.answer()
  await cli.until(/API key \(ABSK/, 2)
  cli.answer(right)
  await cli.until(/claude-haiku-4-5 answered in/)
  await cli.until(/Create a project and a key/)
  cli.press('n')
  expect(await cli.ended).toBe(0)
  expect((await find(gateway, accountId))?.keyPreview).toContain(right.slice(-4))
  expectUnseen(cli, wrong, right)
})

test('login bedrock: stopping after a failed probe saves nothing', async ({ gateway }) => {
  const accountId = `acc_${unique()}`
  const given = ['--account-id', accountId, '--region', 'us-east-1', '--geography', 'us']
  const cli = startPtyCli(['login', 'bedrock', '--method', 'api-key', ...given], as(gateway))
  gateway.bedrock.script({ kind: 'error', status: 403, exception: 'AccessDeniedException', message: 'no' })
  await cli.until(/API key \(ABSK/)
  cli.answer('ABSKwrong')
  await cli.until(/What do you want to do\?/)
  cli.press(DOWN)
  cli.press(DOWN)
  await cli.until(/● Stop/)
  cli.answer()
  expect(await cli.ended).toBe(1)
  expect(cli.screen()).toContain('Nothing is saved.')
  expect(await find(gateway, accountId)).toBeUndefined()
})

for (const [where, reach] of [
  ['at a list', (cli: PtyCli) => cli.until(/How should Headgate authenticate with AWS\?/)],
  [
    'in the middle of a secret',
    async (cli: PtyCli) => {
      await upToBedrockKey(cli)
      cli.press('ABSKcanaryHalf')
      await cli.until(/▪{10}/)
    },
  ],
  [
    'while it is tried',
    async (cli: PtyCli) => {
      await upToBedrockKey(cli)
      cli.answer('ABSKcanaryHalf')
      await cli.until(/◆ +Name$/m)
      cli.answer(`Held ${unique()}`)
      await cli.until(/Credential ID\. Clients and logs use it/)
      cli.answer()
      await cli.until(/Use the defaults/)
      cli.answer()
      await cli.until(/Trying the credential with one small message/)
    },
  ],
] as const) {
  test(`Ctrl-C ${where} saves nothing and restores the terminal`, async ({ gateway }) => {
    const count = async () =>
      (await gateway.api.query<{ items: View[] }>('credentials.list', { limit: 200 })).items.length
    const before = await count()
    gateway.bedrock.script({ kind: 'hang' })
    const cli = startPtyCli(['login', 'bedrock'], as(gateway))
    await reach(cli)
    cli.press(CTRL_C)
    expect(await cli.ended).toBe(130)
    expect(cli.isCursorShown()).toBe(true)
    expect(await count()).toBe(before)
    expectUnseen(cli, 'ABSKcanaryHalf')
  })
}

test('login anthropic: saves an API key, and shows a notice before a subscription login', async ({
  gateway,
}) => {
  const secret = `sk-ant-api03-canaryPty${randomBytes(24).toString('hex')}`
  const accountId = `acc_${unique()}`
  const cli = startPtyCli(['login', 'anthropic', '--account-id', accountId], as(gateway))
  await cli.until(/How should Headgate authenticate with Anthropic\?/)
  cli.answer()
  await cli.until(/platform\.claude\.com\/settings\/keys/)
  await cli.until(/API key \(sk-ant/)
  cli.answer(secret)
  await cli.until(/Create a project and a key/)
  cli.press('n')
  expect(await cli.ended).toBe(0)
  expect(await find(gateway, accountId)).toMatchObject({ provider: 'anthropic', method: 'api_key' })
  expectUnseen(cli, secret)

  const subscription = `sk-ant-oat01-canaryPty${randomBytes(24).toString('hex')}`
  const rejected = startPtyCli(['login', 'anthropic', '--method', 'api-key'], as(gateway))
  await rejected.until(/API key \(sk-ant/)
  rejected.answer(subscription)
  await rejected.until(/Anthropic intends those for ordinary use/)
  await rejected.until(/Save it anyway\?/)
  rejected.answer()
  expect(await rejected.ended).toBe(130)
  expect(rejected.screen()).toContain('Nothing is saved.')
  expectUnseen(rejected, subscription)
})

test('credential rotate asks for the secret again, and remove asks for the ID', async ({ gateway }) => {
  const { id, accountId } = await gateway.addCredential('anthropic')
  const secret = `sk-ant-api03-canaryPty${randomBytes(24).toString('hex')}`
  const rotate = startPtyCli(['credential', 'rotate', accountId], as(gateway))
  gateway.anthropic.script({ kind: 'error', status: 401, type: 'authentication_error', message: 'no key' })
  await rotate.until(/API key \(sk-ant/)
  rotate.answer('sk-ant-api03-wrong')
  await rotate.until(/The old secret stays in use\. What do you want to do\?/)
  rotate.answer()
  await rotate.until(/API key \(sk-ant/, 2)
  rotate.answer(secret)
  expect(await rotate.ended).toBe(0)
  expect((await find(gateway, accountId))?.keyPreview).toContain(secret.slice(-4))
  expectUnseen(rotate, secret)

  const remove = startPtyCli(['credential', 'remove', id], as(gateway))
  await remove.until(new RegExp(`Type ${accountId} to remove it`))
  remove.answer('something')
  await remove.until(/or press Ctrl-C/)
  expect(await find(gateway, accountId)).toBeDefined()
  remove.press('\u0015')
  remove.answer(accountId)
  expect(await remove.ended).toBe(0)
  expect(await find(gateway, accountId)).toBeUndefined()
})

test('login anthropic: asks for the IDs of a workload identity', async ({ gateway }) => {
  const accountId = `acc_${unique()}`
  const args = ['login', 'anthropic', '--method', 'workload-identity', '--account-id', accountId]
  const cli = startPtyCli([...args, '--service-account-id', 'svac_1', '--no-probe'], as(gateway))
  await cli.until(/Federation rule ID/)
  cli.answer('fdrl_1')
  await cli.until(/Organization ID/)
  cli.answer('0189f3a0-5b7e-7000-8000-000000000001')
  await cli.until(/Workspace ID/)
  cli.answer()
  await cli.until(/Create a project and a key/)
  cli.press('n')
  expect(await cli.ended).toBe(0)
  expect(await find(gateway, accountId)).toMatchObject({
    method: 'workload_identity',
    federationRuleId: 'fdrl_1',
    serviceAccountId: 'svac_1',
    workspaceId: 'default',
  })
})

test('a new key is shown with the public URL, whichever address the command used', async ({ gateway }) => {
  const { slug } = await gateway.addProject()
  const url = gateway.url.replace('127.0.0.1', 'localhost')
  const cli = startPtyCli(['key', 'create', slug, '--name', 'k', '--url', url], as(gateway))
  expect(await cli.ended).toBe(0)
  expect(cli.screen()).toContain(`export ANTHROPIC_BASE_URL=${gateway.url}`)
})
