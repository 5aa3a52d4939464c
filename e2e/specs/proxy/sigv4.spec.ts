// Signed Bedrock credentials against stand-ins that verify every signature: given keys, and a role assumed at STS.
import { AnthropicBedrock } from '@anthropic-ai/bedrock-sdk'
import type { IamKey } from '../../fakes/aws/iam-keys.ts'
import { startFakeBedrock, type FakeBedrock } from '../../fakes/bedrock/fake-bedrock.ts'
import { startFakeSts, type FakeSts } from '../../fakes/sts/fake-sts.ts'
import { awsError, MODEL, postToModel } from '../../fixtures/bedrock-paths.ts'
import { expect, startGateway, test as base, type Credential, type Gateway } from '../../fixtures/gateway.ts'
import { bodyOf, errorOf, postMessages } from '../../fixtures/messages.ts'
import { recordOf } from '../../fixtures/record-of.ts'

const GIVEN: IamKey = { accessKeyId: 'AKIAGIVENKEY00000001', secretAccessKey: 'given/secret+key' }
const MACHINE: IamKey = { accessKeyId: 'AKIAMACHINEKEY000001', secretAccessKey: 'machine/secret+key' }
const ROLE = 'arn:aws:iam::111122223333:role/headgate'
const REGION = 'eu-west-1'

interface Signed {
  readonly gateway: Gateway
  readonly bedrock: FakeBedrock
  readonly sts: FakeSts
  /** A project on signing credentials, in this order. */
  project(...credentials: object[]): ReturnType<Gateway['addProject']>
}

async function addSigned(gateway: Gateway, accountId: string, more: object): Promise<Credential> {
  const common = { provider: 'bedrock', method: 'iam', region: REGION, accountId, name: accountId }
  return gateway.api.mutate('credentials.create', { ...common, ...more })
}

const test = base.extend<{ signed: Signed }, { stage: Signed }>({
  stage: [
    // Playwright reads the parameter's pattern to know what a fixture needs.
    // oxlint-disable-next-line eslint/no-empty-pattern -- Playwright reads the pattern to know what a fixture needs
    async ({}, use) => {
      const iamKeys = [GIVEN, MACHINE]
      const sts = await startFakeSts({ iamKeys, externalId: 'agreed', roleArns: [ROLE], region: REGION })
      const bedrock = await startFakeBedrock({ iamKeys, temporaryKeys: sts.issuedKeys, region: REGION })
      const gateway = await startGateway({
        HEADGATE_BEDROCK_URL: bedrock.url,
        HEADGATE_BEDROCK_CONTROL_URL: bedrock.url,
        AWS_ENDPOINT_URL_STS: sts.url,
        AWS_ACCESS_KEY_ID: MACHINE.accessKeyId,
        AWS_SECRET_ACCESS_KEY: MACHINE.secretAccessKey,
        AWS_REGION: 'us-west-2',
      })
      let count = 0
      await use({
        gateway,
        bedrock,
        sts,
        async project(...credentials) {
          const pool: Credential[] = []
          for (const more of credentials)
            pool.push(await addSigned(gateway, `acc_signed_${(count += 1)}`, more))
          return gateway.addProject(...pool)
        },
      })
      await gateway.close()
      await Promise.all([sts.close(), bedrock.close()])
    },
    { scope: 'worker' },
  ],
  signed: async ({ stage }, use) => {
    stage.sts.reset()
    stage.bedrock.reset()
    await use(stage)
  },
})

const signers = ({ bedrock }: Signed) =>
  bedrock.acceptedCallers.map(
    ({ request }) => /Credential=([^/]+)\//.exec(request.headers.authorization ?? '')?.[1],
  )

test('given keys sign both surfaces of the gateway, whatever the machine has', async ({ signed }) => {
  const { gateway, bedrock, sts } = signed
  const project = await signed.project({ ...GIVEN })
  expect((await postMessages(gateway.url, project)).status).toBe(200)
  expect((await postMessages(gateway.url, project, bodyOf({ stream: true }))).status).toBe(200)
  expect((await postToModel(gateway, project, { query: '?b=2&a=1&b=1' })).status).toBe(200)
  const arn = encodeURIComponent('arn:aws:bedrock:eu-west-1:111122223333:application-inference-profile/a1')
  await postToModel(gateway, project, { id: arn, operation: 'invoke-with-response-stream' })
  const profiles = await fetch(`${gateway.url}/inference-profiles?type=APPLICATION&maxResults=5`, {
    headers: { 'x-api-key': project.key },
  })
  expect(profiles.status).toBe(200)
  expect(signers(signed)).toEqual(Array.from({ length: 5 }, () => GIVEN.accessKeyId))
  expect(bedrock.rejectedCallers).toEqual([])
  expect(bedrock.leaks).toEqual([])
  expect(sts.requests).toEqual([])
})

test('keys of a session carry its session token', async ({ signed }) => {
  const temporary = { accessKeyId: 'ASIATEMPORARYKEY0001', secretAccessKey: 's', sessionToken: 'a+b/c==' }
  const issued = signed.sts.issuedKeys as IamKey[]
  issued.push(temporary)
  const project = await signed.project(temporary)
  expect((await postMessages(signed.gateway.url, project)).status).toBe(200)
  expect(signed.bedrock.requests.at(-1)!.headers['x-amz-security-token']).toBe('a+b/c==')
})

test('no keys: those of the machine', async ({ signed }) => {
  const project = await signed.project({})
  expect((await postMessages(signed.gateway.url, project)).status).toBe(200)
  expect(signers(signed)).toEqual([MACHINE.accessKeyId])
})

test('one role for many requests, with its external id, in the region of the credential', async ({
  signed,
}) => {
  const { gateway, sts, bedrock } = signed
  const project = await signed.project({ ...GIVEN, roleArn: ROLE, externalId: 'agreed' })
  const calls = Array.from({ length: 20 }, (_, i) =>
    i % 2 === 0 ? postMessages(gateway.url, project) : postToModel(gateway, project),
  )
  expect(new Set((await Promise.all(calls)).map(({ status }) => status))).toEqual(new Set([200]))
  expect(sts.roles).toMatchObject([
    {
      roleArn: ROLE,
      externalId: 'agreed',
      caller: GIVEN.accessKeyId,
      sessionName: expect.stringMatching(/^headgate-acc_signed_/),
    },
  ])
  expect(sts.assumed).toBe(1)
  expect(new Set(signers(signed))).toEqual(new Set([sts.issuedKeys.at(-1)!.accessKeyId]))
  expect(bedrock.rejectedCallers).toEqual([])
})

test('a role is renewed before it ends, without a single denial', async ({ signed }) => {
  const { gateway, sts, bedrock } = signed
  const project = await signed.project({ roleArn: ROLE, externalId: 'agreed' })
  sts.script({ kind: 'answer', expiresInSeconds: 4 })
  const first = await postToModel(gateway, project)
  expect(first.status).toBe(200)
  const [held] = signers(signed)
  await expect
    .poll(
      async () => {
        expect((await postToModel(gateway, project)).status).toBe(200)
        return signers(signed).at(-1)
      },
      { intervals: [100], timeout: 10_000 },
    )
    .not.toBe(held)
  expect(sts.issuedKeys.at(-2)!.expiresAt!.getTime()).toBeGreaterThan(Date.now())
  expect([sts.assumed, bedrock.rejectedCallers]).toEqual([2, []])
})

test('a session token that AWS no longer takes leads to one renewal and one more try, for all who held it', async ({
  signed,
}) => {
  const { gateway, sts, bedrock } = signed
  const project = await signed.project({ ...GIVEN, roleArn: ROLE, externalId: 'agreed' })
  expect((await postMessages(gateway.url, project)).status).toBe(200)
  sts.expireIssued()
  const calls = [
    postMessages(gateway.url, project),
    postMessages(gateway.url, project, bodyOf({ stream: true })),
    postToModel(gateway, project),
    postToModel(gateway, project, { operation: 'invoke-with-response-stream' }),
  ]
  expect((await Promise.all(calls)).map(({ status }) => status)).toEqual([200, 200, 200, 200])
  expect(sts.assumed).toBe(2)
  expect(bedrock.rejectedCallers.map(({ exception }) => exception)).toEqual(
    Array.from({ length: bedrock.rejectedCallers.length }, () => 'ExpiredTokenException'),
  )
  expect(bedrock.rejectedCallers.length).toBeGreaterThan(0)
  expect((await recordOf(gateway, project)).attempts).toMatchObject([{ result: 'ok' }])
})

test('a role that may not be assumed is the operator’s affair, and is told without names', async ({
  signed,
}) => {
  const { gateway, bedrock } = signed
  const project = await signed.project({ ...GIVEN, roleArn: ROLE, externalId: 'wrong' })
  const [status, exception, message] = await awsError(await postToModel(gateway, project))
  expect([status, exception]).toEqual([502, 'InternalServerException'])
  expect(message).toContain('operator')
  expect(await errorOf(await postMessages(gateway.url, project))).toMatchObject({
    status: 502,
    type: 'api_error',
  })
  const row = await recordOf(gateway, project)
  expect(row).toMatchObject({
    outcome: 'upstream_error',
    attempts: [{ result: 'credential_rejected', status: null }],
  })
  expect(row.errorMessage).toContain('AccessDenied')
  expect(JSON.stringify(row)).not.toMatch(/111122223333/)
  expect(bedrock.requests).toEqual([])
})

test('wrong keys are denied once, and not tried again', async ({ signed }) => {
  const { gateway, bedrock } = signed
  const project = await signed.project({ ...GIVEN, secretAccessKey: 'mistyped' })
  expect((await awsError(await postToModel(gateway, project))).slice(0, 2)).toEqual([
    502,
    'InternalServerException',
  ])
  expect(bedrock.rejectedCallers.map(({ exception }) => exception)).toEqual(['InvalidSignatureException'])
  expect((await recordOf(gateway, project)).attempts).toMatchObject([
    { result: 'credential_rejected', status: 403 },
  ])
})

test('an STS that is away is a failure of the moment: the next credential is asked', async ({ signed }) => {
  const { gateway, sts } = signed
  const role = { ...GIVEN, roleArn: ROLE, externalId: 'agreed' }
  const alone = await signed.project(role)
  const project = await signed.project(role, { ...GIVEN })
  sts.always({ kind: 'html' })
  expect((await awsError(await postToModel(gateway, alone))).slice(0, 2)).toEqual([
    502,
    'InternalServerException',
  ])
  expect((await postToModel(gateway, project)).status).toBe(200)
  expect((await recordOf(gateway, project)).attempts).toMatchObject([
    { result: 'network', status: null },
    { result: 'ok', status: 200 },
  ])
})

test('new keys keep the role with its external id, until it is taken away', async ({ signed }) => {
  const { api } = signed.gateway
  const project = await signed.project({ ...GIVEN, roleArn: ROLE, externalId: 'agreed' })
  const { items } = await api.query<{ items: { id: string; projects: string[] }[] }>('credentials.list')
  const { id } = items.find(({ projects }) => projects.includes(project.slug))!
  const rotate = (more: object = {}) =>
    api.mutate('credentials.rotate', { id, method: 'iam', ...GIVEN, ...more })
  expect(await rotate()).toMatchObject({ roleArn: ROLE, hasExternalId: true })
  expect((await postToModel(signed.gateway, project)).status).toBe(200)
  await expect(rotate({ roleArn: null, externalId: 'agreed' })).rejects.toMatchObject({ status: 400 })
  expect(await rotate({ roleArn: null })).toMatchObject({ roleArn: null, hasExternalId: false })
})

test('nothing secret is in the log', async ({ signed }) => {
  const log = signed.gateway.server.output()
  for (const { secretAccessKey, sessionToken } of [GIVEN, MACHINE, ...signed.sts.issuedKeys]) {
    if (secretAccessKey.length > 8) expect(log.includes(secretAccessKey)).toBe(false)
    if (sessionToken !== undefined && sessionToken.length > 8) expect(log.includes(sessionToken)).toBe(false)
  }
})

test('Anthropic’s SDK for Bedrock signs with anything, the gateway signs with its own', async ({
  signed,
}) => {
  const { key } = await signed.project({ ...GIVEN })
  const sdk = new AnthropicBedrock({
    baseURL: signed.gateway.url,
    awsRegion: 'us-east-1',
    awsAccessKey: 'AKIDCLIENT',
    awsSecretKey: 'client',
    awsSessionToken: 'client-session',
    defaultHeaders: { 'x-headgate-key': key },
    maxRetries: 0,
  })
  const answer = await sdk.messages.create({
    model: MODEL.replace('haiku-4-5-20251001-v1:0', 'opus-5'),
    max_tokens: 50,
    messages: [{ role: 'user', content: 'Hello' }],
  })
  expect(answer.content).toMatchObject([{ type: 'text' }])
  expect(signers(signed)).toEqual([GIVEN.accessKeyId])
  expect(signed.bedrock.leaks).toEqual([])
})
