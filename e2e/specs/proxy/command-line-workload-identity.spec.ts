// Workload identities on the command line: ids in the place of a secret.
import { randomBytes } from 'node:crypto'
import { ADMIN_TOKEN, expect, test } from '../../fixtures/gateway.ts'
import { runCli, type CliResult } from '../../fixtures/run-cli.ts'

// Each command is a process of its own.
test.describe.configure({ timeout: 150_000 })

const documentOf = ({ out }: CliResult): unknown => JSON.parse(out)

test('a workload identity is named by its ids, and has no secret', async ({ gateway }) => {
  const env = { HEADGATE_URL: gateway.url, HEADGATE_ADMIN_TOKEN: ADMIN_TOKEN }
  const accountId = `acc_${randomBytes(4).toString('hex')}`
  const login = (...more: string[]) =>
    runCli(['login', 'anthropic', '--account-id', accountId, '--json', ...more], env)
  const ids = ['--organization-id', '0189f3a0-5b7e-7000-8000-000000000001', '--service-account-id', 'svac_1']
  const partly = await login('--method', 'workload-identity', ...ids)
  expect(partly).toMatchObject({ code: 2, err: expect.stringContaining('--federation-rule-id') })
  for (const more of [
    ['--method', 'oauth'],
    ['--method', 'nonsense'],
    ['--secret-file', '/dev/null'],
  ])
    expect((await login(...ids, '--federation-rule-id', 'fdrl_1', ...more)).code, more[1]).toBe(2)
  // This gateway has no identity token.
  const tried = await login(...ids, '--federation-rule-id', 'fdrl_1')
  expect([tried.code, documentOf(tried)]).toMatchObject([1, { saved: false, credential: null }])
  const saved = await login(...ids, '--federation-rule-id', 'fdrl_1', '--no-probe')
  expect([saved.code, documentOf(saved)]).toMatchObject([
    0,
    { credential: { method: 'workload_identity', federationRuleId: 'fdrl_1', workspaceId: 'default' } },
  ])
  const rotate = (...more: string[]) => runCli(['credential', 'rotate', accountId, '--json', ...more], env)
  expect((await rotate()).err).toContain('--workspace-id')
  expect((await rotate('--workspace-id', 'wrkspc_1')).code).toBe(1)
  const moved = await rotate('--workspace-id', 'wrkspc_1', '--force')
  expect([moved.code, documentOf(moved)]).toMatchObject([
    0,
    { credential: { federationRuleId: 'fdrl_1', serviceAccountId: 'svac_1', workspaceId: 'wrkspc_1' } },
  ])
  const { accountId: other } = await gateway.addCredential('anthropic')
  expect((await runCli(['credential', 'rotate', other, '--workspace-id', 'x'], env)).code).toBe(2)
})
