// What an operator reads when an upstream fails, and why a credential was chosen: all there, nothing secret.
import { ANTHROPIC_KEY, BEDROCK_KEY, expect, test, type Gateway } from '../../fixtures/gateway.ts'
import { bodyOf, postMessages } from '../../fixtures/messages.ts'

type Line = Readonly<Record<string, unknown>>

function linesOf(gateway: Gateway, requestId: string | null): Line[] {
  return gateway.server
    .output()
    .split('\n')
    .filter((line) => requestId !== null && line.includes(requestId))
    .map((line) => JSON.parse(line) as Line)
}

test('a failed attempt is logged with URL, status, headers and the start of the body, masked', async ({
  gateway,
}) => {
  for (const kind of ['anthropic', 'bedrock'] as const) {
    const project = await gateway.projectOn(kind)
    const headers = { 'x-detail': `for ${ANTHROPIC_KEY}`, 'retry-after': '9' }
    const message = `told ${BEDROCK_KEY} and ${'long '.repeat(2000)}`
    gateway.anthropic.script({ kind: 'error', status: 529, type: 'overloaded_error', message, headers })
    gateway.bedrock.script({
      kind: 'error',
      status: 503,
      exception: 'ServiceUnavailableException',
      message,
      headers,
    })
    const response = await postMessages(gateway.url, project, bodyOf(), { query: '?beta=true' })
    const failed = () =>
      linesOf(gateway, response.headers.get('x-headgate-request-id')).find(({ level }) => level === 'warn')
    await expect.poll(failed).toMatchObject({
      level: 'warn',
      provider: kind,
      accountId: project.credential.accountId,
      url:
        kind === 'anthropic'
          ? `${gateway.anthropic.url}/v1/messages?beta=true`
          : expect.stringContaining('/model/global.anthropic.'),
      status: kind === 'anthropic' ? 529 : 503,
      headers: { 'retry-after': '9', 'x-detail': 'for sk-ant-api...aryA' },
      body: expect.stringContaining('told ABS...aryB and long long'),
    })
    expect(String(failed()!.body).length).toBeLessThan(2100)
  }
})

test('a connection that fails is logged with its cause', async ({ gateway }) => {
  const project = await gateway.projectOn('anthropic', { endpointUrl: 'http://127.0.0.1:9' })
  const response = await postMessages(gateway.url, project)
  await expect
    .poll(() =>
      linesOf(gateway, response.headers.get('x-headgate-request-id')).find(({ level }) => level === 'warn'),
    )
    .toMatchObject({
      url: 'http://127.0.0.1:9/v1/messages',
      cause: expect.stringContaining('ECONNREFUSED'),
    })
  expect(await response.text()).not.toContain('127.0.0.1:9')
})

test('why a project and a credential were chosen can be read at debug level', async ({ gateway }) => {
  const first = await gateway.addCredential('anthropic')
  const second = await gateway.addCredential('bedrock')
  const project = await gateway.addProject(first, second)
  const response = await postMessages(gateway.url, project, bodyOf(), {
    headers: { 'x-headgate-credential': second.accountId },
  })
  await expect
    .poll(() =>
      linesOf(gateway, response.headers.get('x-headgate-request-id')).find(({ level }) => level === 'debug'),
    )
    .toMatchObject({
      project: project.slug,
      projectChosenBy: 'key e2e',
      pinnedAccountId: second.accountId,
      order: [second.accountId],
    })
})
