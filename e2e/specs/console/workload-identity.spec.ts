// Workload identity in the console: adding it, seeing that it renews itself, and changing its federation.
import { startFakeOAuth, type FakeOAuth } from '../../fakes/oauth/fake-oauth.ts'
import { expect, OWNER, setupPath, test as base } from '../../fixtures/console.ts'
import { startGateway, type Gateway } from '../../fixtures/gateway.ts'
import { FEDERATION, identityTokens } from '../../fixtures/identity-tokens.ts'

interface WorkloadView {
  readonly accountId: string
  readonly workspaceId: string
  readonly endpointUrl: string | null
}

/** A gateway of its own, whose machine has an identity token. */
const test = base.extend<object, { exchange: FakeOAuth; sharedGateway: Gateway }>({
  exchange: [
    // oxlint-disable-next-line eslint/no-empty-pattern -- Playwright reads the pattern to know what a fixture needs
    async ({}, use) => {
      await using tokens = await identityTokens()
      await tokens.place(await tokens.issue({ leftSeconds: 3600 }))
      await using fake = await startFakeOAuth({ federation: tokens.rule })
      process.env.E2E_IDENTITY_TOKEN_FILE = tokens.path
      await use(fake)
    },
    { scope: 'worker' },
  ],
  sharedGateway: [
    async ({ exchange }, use) => {
      const gateway = await startGateway({
        HEADGATE_IDENTITY_TOKEN_FILE: process.env.E2E_IDENTITY_TOKEN_FILE!,
        HEADGATE_OAUTH_TOKEN_URL: `${exchange.url}/v1/oauth/token`,
      })
      await gateway.api.mutate('setup.createOwner', { ...OWNER, code: setupPath(gateway).split('#')[1] })
      await use(gateway)
      await gateway.close()
    },
    { scope: 'worker' },
  ],
})
