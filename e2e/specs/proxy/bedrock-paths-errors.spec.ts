// AWS-native paths when something goes wrong: at AWS, on the way, or because the gateway rejects.
import { decodeFrames, eventOf } from '../../fakes/bedrock/decode-frames.ts'
import { awsError, BODY, bytesOf, postToModel, SEGMENT, USAGE } from '../../fixtures/bedrock-paths.ts'
import { expect, startGateway, test } from '../../fixtures/gateway.ts'
import { recordOf } from '../../fixtures/record-of.ts'

/** By the lengths of the frames alone, whatever is in them. */
function lastFrame(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let start = 0
  while (start + view.getUint32(start) < bytes.length) start += view.getUint32(start)
  return bytes.subarray(start)
}

test.describe('answers that go wrong', () => {
  test('a cut stream breaks the connection and is recorded as interrupted', async ({ gateway }) => {
    for (const ending of ['destroyed', 'clean'] as const) {
      const project = await gateway.projectOn('bedrock')
      gateway.bedrock.script({ kind: 'cut', at: { events: 3 }, ending, usage: USAGE })
      const response = await postToModel(gateway, project, { operation: 'invoke-with-response-stream' })
      await expect(response.arrayBuffer(), ending).rejects.toThrow()
      expect(await recordOf(gateway, project)).toMatchObject({
        outcome: 'interrupted',
        inputTokens: 1000,
        attempts: [{ result: 'cut' }],
      })
    }
  })

  test('a wrong checksum is relayed as it came', async ({ gateway }) => {
    const project = await gateway.projectOn('bedrock')
    gateway.bedrock.script({ kind: 'wrong_crc', at: 2, which: 'message' })
    const response = await postToModel(gateway, project, { operation: 'invoke-with-response-stream' })
    const bytes = await bytesOf(response)
    expect(() => decodeFrames(bytes)).toThrow(/checksum/i)
    expect(decodeFrames(lastFrame(bytes)).map(eventOf)).toMatchObject([{ type: 'message_stop' }])
    expect(await recordOf(gateway, project)).toMatchObject({ outcome: 'interrupted', errorType: 'api_error' })
  })

  test('an exception behind the first frame is relayed, and recorded as the error it is', async ({
    gateway,
  }) => {
    const project = await gateway.projectOn('bedrock')
    const message = 'Too many tokens, please wait before trying again.'
    gateway.bedrock.script({ kind: 'exception_frame', at: 2, exception: 'throttlingException', message })
    const response = await postToModel(gateway, project, { operation: 'invoke-with-response-stream' })
    const frames = decodeFrames(await bytesOf(response))
    expect(frames.at(-1)).toMatchObject({ headers: { ':exception-type': 'throttlingException' } })
    expect(await recordOf(gateway, project)).toMatchObject({
      status: 200,
      outcome: 'upstream_error',
      errorType: 'rate_limit_error',
      errorMessage: expect.stringContaining(message),
    })
  })

  test('an exception in the first frame leads to the next credential, and is relayed when there is none', async ({
    gateway,
  }) => {
    const credentials = [await gateway.addCredential('bedrock'), await gateway.addCredential('bedrock')]
    const project = await gateway.addProject(...credentials)
    const first = {
      kind: 'exception_frame',
      at: 0,
      exception: 'throttlingException',
      message: 'wait',
    } as const
    gateway.bedrock.script(first)
    const response = await postToModel(gateway, project, { operation: 'invoke-with-response-stream' })
    expect(
      decodeFrames(await bytesOf(response))
        .map(eventOf)
        .at(-1),
    ).toMatchObject({ type: 'message_stop' })
    expect(response.headers.get('x-headgate-credential')).toBe(credentials[1]!.accountId)
    gateway.bedrock.script(first, first)
    const failed = await postToModel(gateway, project, { operation: 'invoke-with-response-stream' })
    expect(failed.status).toBe(200)
    expect(decodeFrames(await bytesOf(failed))).toMatchObject([
      { headers: { ':exception-type': 'throttlingException' } },
    ])
    await expect
      .poll(async () => (await recordOf(gateway, project)).attempts.map(({ result }) => result))
      .toEqual(['rate_limited', 'rate_limited'])
  })

  test('the next credential is asked, each attempt is recorded', async ({ gateway }) => {
    const credentials = [await gateway.addCredential('bedrock'), await gateway.addCredential('bedrock')]
    const project = await gateway.addProject(await gateway.addCredential('anthropic'), ...credentials)
    gateway.bedrock.script({ kind: 'error', status: 503, exception: 'ServiceUnavailableException' })
    const response = await postToModel(gateway, project)
    expect(response.status).toBe(200)
    expect((await recordOf(gateway, project)).attempts).toMatchObject([
      { accountId: credentials[0]!.accountId, result: 'overloaded', status: 503 },
      { accountId: credentials[1]!.accountId, result: 'ok', status: 200 },
    ])
    expect(gateway.anthropic.requests).toEqual([])
  })

  test('errors are verbatim, less the operator’s account', async ({ gateway }) => {
    const project = await gateway.projectOn('bedrock')
    const arn = 'arn:aws:bedrock:us-east-1:999988887777:application-inference-profile/mine'
    const body = `{"message":"User: arn:aws:iam::111122223333:user/x is not authorized to perform: bedrock:InvokeModel on ${arn} in 111122223333", "more": 1}`
    gateway.bedrock.script({
      kind: 'error',
      status: 403,
      raw: { body, contentType: 'application/x-amz-json-1.1' },
      headers: { 'x-amzn-errortype': 'AccessDeniedException:http://internal.amazon.com/coral/' },
    })
    const response = await postToModel(gateway, project, { id: encodeURIComponent(arn) })
    expect(response.status).toBe(403)
    expect(response.headers.get('content-type')).toBe('application/x-amz-json-1.1')
    expect(await response.text()).toBe(
      `{"message":"User: arn:[redacted] is not authorized to perform: bedrock:InvokeModel on ${arn} in [account]", "more": 1}`,
    )
    gateway.bedrock.script({
      kind: 'error',
      status: 400,
      exception: 'ValidationException',
      message: 'messages: naïve',
    })
    expect(await awsError(await postToModel(gateway, project))).toEqual([
      400,
      'ValidationException',
      'messages: naïve',
    ])
    expect(await recordOf(gateway, project)).toMatchObject({ outcome: 'upstream_error' })
  })

  test('a rejected credential of the vault is never the client’s 403', async ({ gateway }) => {
    const project = await gateway.projectOn('bedrock')
    gateway.bedrock.script({
      kind: 'error',
      status: 403,
      exception: 'UnrecognizedClientException',
      message: 'The security token included in the request is invalid.',
    })
    const [status, exception, message] = await awsError(await postToModel(gateway, project))
    expect([status, exception]).toEqual([502, 'InternalServerException'])
    expect(message).toContain('operator')
  })
})

test('what the control plane rejects does not put a credential to rest', async ({ gateway }) => {
  const credentials = [await gateway.addCredential('bedrock'), await gateway.addCredential('bedrock')]
  const project = await gateway.addProject(...credentials)
  gateway.bedrock.others.script({
    kind: 'error',
    status: 403,
    exception: 'AccessDeniedException',
    message: 'This key is not valid here.',
  })
  const profiles = await fetch(`${gateway.url}/inference-profiles`, { headers: { 'x-api-key': project.key } })
  expect(profiles.headers.get('x-headgate-credential')).toBe(credentials[1]!.accountId)
  expect((await postToModel(gateway, project)).headers.get('x-headgate-credential')).toBe(
    credentials[0]!.accountId,
  )
})

test('a content type that is none is Bedrock’s to reject', async ({ gateway }) => {
  const project = await gateway.projectOn('bedrock')
  const response = await postToModel(gateway, project, { headers: { 'content-type': 'no such type' } })
  expect(response.status).toBe(200)
  expect(gateway.bedrock.requests.at(-1)!.headers['content-type']).toBe('no such type')
})

test.describe('what the gateway rejects, in the shape of AWS', () => {
  test('strangers, alike', async ({ gateway }) => {
    for (const authorization of ['', 'Bearer hg_live_x', 'AWS4-HMAC-SHA256 x']) {
      const response = await fetch(`${gateway.url}/model/${SEGMENT}/invoke`, {
        method: 'POST',
        headers: { authorization },
        body: BODY,
      })
      expect(response.headers.get('x-amzn-requestid')).toBe(response.headers.get('x-headgate-request-id'))
      expect(await awsError(response)).toEqual([
        403,
        'UnrecognizedClientException',
        expect.stringContaining('The project key is missing or not valid.'),
      ])
    }
  })

  test('paths that Bedrock does not have, and ids that are none', async ({ gateway }) => {
    const project = await gateway.projectOn('bedrock')
    const ask = async (method: string, path: string) => {
      const response = await fetch(gateway.url + path, { method, headers: { 'x-api-key': project.key } })
      return `${response.status} ${response.headers.get('x-amzn-errortype')}`
    }
    const unknown = '404 UnknownOperationException'
    const invalid = '400 ValidationException'
    expect(await ask('POST', `/model/${SEGMENT}/nothing`)).toBe(unknown)
    expect(await ask('POST', `/model/${SEGMENT}`)).toBe(unknown)
    expect(await ask('GET', `/model/${SEGMENT}/invoke`)).toBe(unknown)
    expect(await ask('DELETE', '/inference-profiles/x')).toBe(unknown)
    expect(await ask('POST', '/inference-profiles')).toBe(unknown)
    expect(await ask('POST', '/model/%2E%2E%2F%2E%2E/invoke')).toBe(invalid)
    expect(await ask('POST', '/model/a%3Fb/invoke')).toBe(invalid)
    expect(await ask('POST', '/model/a%00b/invoke')).toBe(invalid)
    expect(await ask('POST', `/model/${'a'.repeat(3000)}/invoke`)).toBe(invalid)
    expect(await ask('GET', '/inference-profiles/..%2Fguardrails')).toBe(invalid)
    expect(await ask('POST', '/model/claude-nothing/invoke')).toBe('404 ResourceNotFoundException')
    expect(gateway.bedrock.requests).toEqual([])
  })

  test('bodies beyond 20 MB, projects without Bedrock, credentials of others', async ({ gateway }) => {
    const project = await gateway.projectOn('bedrock')
    const large = await postToModel(gateway, project, { body: 'x'.repeat(20 * 2 ** 20 + 1) })
    expect((await awsError(large)).slice(0, 2)).toEqual([413, 'RequestEntityTooLargeException'])
    const anthropic = await gateway.projectOn('anthropic')
    expect(await awsError(await postToModel(gateway, anthropic))).toEqual([
      400,
      'ValidationException',
      expect.stringContaining('no Bedrock credential'),
    ])
    const pinned = await postToModel(gateway, project, { headers: { 'x-headgate-credential': 'acc_other' } })
    expect((await awsError(pinned)).slice(0, 2)).toEqual([403, 'AccessDeniedException'])
    expect(gateway.bedrock.requests).toEqual([])
  })
  test('profiles, where Bedrock is redirected and its control plane is not named', async () => {
    const gateway = await startGateway({ HEADGATE_BEDROCK_CONTROL_URL: '' })
    try {
      const project = await gateway.projectOn('bedrock')
      for (const path of ['/inference-profiles?maxResults=1', `/inference-profiles/${SEGMENT}`]) {
        const response = await fetch(gateway.url + path, { headers: { 'x-api-key': project.key } })
        expect(await awsError(response)).toEqual([
          404,
          'UnknownOperationException',
          expect.stringContaining('HEADGATE_BEDROCK_CONTROL_URL'),
        ])
      }
      expect((await postToModel(gateway, project)).status).toBe(200)
    } finally {
      await gateway.close()
    }
  })
})
