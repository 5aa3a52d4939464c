// AWS-native paths behind a project key: verbatim both ways, and metered in passing.
import { decodeFrames, eventOf } from '../../fakes/bedrock/decode-frames.ts'
import { awsError, BODY, bytesOf, MODEL, postToModel, SEGMENT, USAGE } from '../../fixtures/bedrock-paths.ts'
import { BEDROCK_KEY, expect, test } from '../../fixtures/gateway.ts'
import { recordOf } from '../../fixtures/record-of.ts'

test.describe('what goes to AWS', () => {
  test('body, query and options as they came; the id encoded; the vault’s key instead of the client’s', async ({
    gateway,
  }) => {
    const project = await gateway.projectOn('bedrock')
    const response = await postToModel(gateway, project, {
      query: '?trace=1&x=a%20b&X-Amz-Signature=client',
      headers: {
        accept: 'application/json',
        'user-agent': 'aws-sdk-js/3',
        'x-amzn-bedrock-trace': 'ENABLED',
        'x-amz-security-token': 'client-session',
        'x-amz-date': '20200101T000000Z',
        'x-amz-content-sha256': 'client',
        'amz-sdk-invocation-id': '1',
        cookie: 'a=b',
        'x-api-key': project.key,
      },
    })
    expect(response.status).toBe(200)
    const sent = gateway.bedrock.requests.at(-1)!
    expect(sent.url).toBe(`/model/${SEGMENT}/invoke?trace=1&x=a%20b`)
    expect(sent.body.toString()).toBe(BODY)
    const { host: _host, connection: _connection, 'content-length': _length, ...headers } = sent.headers
    expect(headers).toEqual({
      accept: 'application/json',
      'accept-encoding': 'identity',
      'content-type': 'application/json',
      'user-agent': 'aws-sdk-js/3',
      'x-amzn-bedrock-trace': 'ENABLED',
      authorization: `Bearer ${BEDROCK_KEY}`,
    })
    expect(gateway.bedrock.leaks).toEqual([])
  })

  test('ids as they are in every spelling, Anthropic names by their profile', async ({ gateway }) => {
    const project = await gateway.projectOn('bedrock')
    const sentFor = async (id: string, operation = 'invoke') => {
      await postToModel(gateway, project, { id, operation })
      return decodeURIComponent(gateway.bedrock.requests.at(-1)!.path.split('/')[2]!)
    }
    const arn = 'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc123'
    expect(await sentFor(MODEL)).toBe(MODEL)
    expect(await sentFor(encodeURIComponent(arn))).toBe(arn)
    expect(await sentFor(arn.replace('/', '%2F'))).toBe(arn)
    expect(await sentFor(arn)).toBe(arn)
    expect(gateway.bedrock.requests.at(-1)!.path).toBe(`/model/${encodeURIComponent(arn)}/invoke`)
    expect(await sentFor('amazon.nova-pro-v1:0')).toBe('amazon.nova-pro-v1:0')
    expect(await sentFor('claude-haiku-4-5')).toBe('global.anthropic.claude-haiku-4-5-20251001-v1:0')
    expect(await sentFor('claude-haiku-4-5', 'count-tokens')).toBe('anthropic.claude-haiku-4-5-20251001-v1:0')
  })

  test('a compressed body is decoded, a client with its own signature is known by x-headgate-key', async ({
    gateway,
  }) => {
    const project = await gateway.projectOn('bedrock')
    const gzipped = new Response(new Blob([BODY]).stream().pipeThrough(new CompressionStream('gzip')))
    const response = await postToModel(gateway, project, {
      body: await bytesOf(gzipped),
      headers: {
        'content-encoding': 'gzip',
        'x-headgate-key': project.key,
        authorization:
          'AWS4-HMAC-SHA256 Credential=AKIDX/20200101/us-east-1/bedrock/aws4_request, Signature=0',
      },
    })
    expect(response.status).toBe(200)
    expect(gateway.bedrock.requests.at(-1)!.body.toString()).toBe(BODY)
  })

  test('an endpointUrl of a mantle credential is not used for the runtime', async ({ gateway }) => {
    const own = { endpointUrl: 'http://127.0.0.1:9' }
    const onMantle = await gateway.projectOn('bedrock', { surface: 'mantle', ...own })
    expect((await postToModel(gateway, onMantle)).status).toBe(200)
    const onInvoke = await gateway.projectOn('bedrock', own)
    expect(await awsError(await postToModel(gateway, onInvoke))).toEqual([
      502,
      'InternalServerException',
      expect.stringContaining('connection'),
    ])
  })

  test('inference profiles come from the control plane, page by page and one by one', async ({ gateway }) => {
    const project = await gateway.projectOn('bedrock')
    const get = (path: string) =>
      fetch(gateway.url + path, { headers: { 'x-api-key': project.key, cookie: 'a=b' } })
    const list = await get('/inference-profiles?type=SYSTEM_DEFINED&maxResults=2')
    const page = (await list.json()) as { inferenceProfileSummaries: unknown[]; nextToken: string }
    expect([list.status, page.inferenceProfileSummaries.length]).toEqual([200, 2])
    expect(gateway.bedrock.requests.at(-1)!.url).toBe('/inference-profiles?type=SYSTEM_DEFINED&maxResults=2')
    const next = await get(`/inference-profiles?maxResults=2&nextToken=${encodeURIComponent(page.nextToken)}`)
    expect(next.status).toBe(200)
    const one = await get(`/inference-profiles/${SEGMENT}`)
    expect(await one.json()).toMatchObject({ inferenceProfileId: MODEL })
    expect(await recordOf(gateway, project)).toMatchObject({
      path: `GET /inference-profiles/${SEGMENT}`,
      model: null,
      outcome: 'completed',
      inputTokens: null,
    })
    expect(gateway.bedrock.leaks).toEqual([])
  })
})

test.describe('what comes back', () => {
  test('an answer byte for byte with its headers, metered and priced', async ({ gateway }) => {
    const project = await gateway.projectOn('bedrock')
    gateway.bedrock.script({ kind: 'answer', usage: USAGE })
    const response = await postToModel(gateway, project)
    const text = await response.text()
    expect(response.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/)
    expect(response.headers.get('x-headgate-provider')).toBe('bedrock')
    expect(response.headers.get('x-headgate-credential')).toBe(project.credential.accountId)
    expect(response.headers.get('x-amzn-bedrock-input-token-count')).toBe('1000')
    expect(JSON.parse(text)).toMatchObject({ type: 'message' })
    expect(await recordOf(gateway, project)).toMatchObject({
      requestId: response.headers.get('x-headgate-request-id'),
      path: `POST /model/${SEGMENT}/invoke`,
      model: MODEL,
      upstreamModel: MODEL,
      stream: false,
      status: 200,
      outcome: 'completed',
      ...USAGE,
      // Haiku 4.5 through a regional profile: 10 % above list price.
      costPicoUsd: Math.round((1000 * 1 + 100 * 5 + 512 * 1.25 + 256 * 2 + 2048 * 0.1) * 1.1 * 1e6),
      attempts: [{ result: 'ok', status: 200, upstreamRequestId: response.headers.get('x-amzn-requestid') }],
    })
  })

  test('frames byte for byte, as they come, however they are split', async ({ gateway }) => {
    const project = await gateway.projectOn('bedrock')
    gateway.bedrock.script({ kind: 'fragmented', pieceBytes: 7, usage: USAGE })
    const response = await postToModel(gateway, project, { operation: 'invoke-with-response-stream' })
    expect(response.headers.get('content-type')).toBe('application/vnd.amazon.eventstream')
    const events = decodeFrames(await bytesOf(response)).map(eventOf)
    expect(events.map(({ type }) => type)).toEqual(expect.arrayContaining(['message_start', 'message_stop']))
    // Nothing is taken out, unlike on /v1/messages.
    expect(events.at(-1)).toHaveProperty(['amazon-bedrock-invocationMetrics'])
    expect(await recordOf(gateway, project)).toMatchObject({ stream: true, outcome: 'completed', ...USAGE })
  })

  test('the first frame is there before the second is written', async ({ gateway }) => {
    const project = await gateway.projectOn('bedrock')
    const leaving = new AbortController()
    gateway.bedrock.script({ kind: 'answer', silence: { after: 1, ms: 60_000 } })
    const response = await postToModel(gateway, project, {
      operation: 'invoke-with-response-stream',
      signal: leaving.signal,
    })
    const { value } = await response.body!.getReader().read()
    expect(decodeFrames(value!).map(eventOf)).toMatchObject([{ type: 'message_start' }])
    leaving.abort()
    await expect.poll(() => gateway.bedrock.requests.at(-1)!.aborted).toBe(true)
    expect(await recordOf(gateway, project)).toMatchObject({ outcome: 'client_closed', status: 499 })
  })

  test('Converse is metered from its body and from its metadata', async ({ gateway }) => {
    const project = await gateway.projectOn('bedrock')
    const body = '{"messages":[{"role":"user","content":[{"text":"Hello"}]}]}'
    gateway.bedrock.script({ kind: 'answer', usage: USAGE }, { kind: 'answer', usage: USAGE })
    const tokens = { inputTokens: 1000, outputTokens: 100, cacheReadTokens: 2048 }
    expect((await postToModel(gateway, project, { operation: 'converse', body })).status).toBe(200)
    expect(await recordOf(gateway, project)).toMatchObject({ ...tokens, stream: false, outcome: 'completed' })
    const streamed = await postToModel(gateway, project, { operation: 'converse-stream', body })
    const frames = decodeFrames(await bytesOf(streamed))
    expect(frames.at(-1)!.headers[':event-type']).toBe('metadata')
    await expect.poll(async () => (await recordOf(gateway, project)).stream).toBe(true)
    expect(await recordOf(gateway, project)).toMatchObject({ ...tokens, outcome: 'completed' })
  })

  test('counting costs nothing', async ({ gateway }) => {
    const project = await gateway.projectOn('bedrock')
    const response = await postToModel(gateway, project, {
      operation: 'count-tokens',
      id: 'anthropic.claude-3-haiku-20240307-v1%3A0',
      body: JSON.stringify({ input: { invokeModel: { body: Buffer.from(BODY).toString('base64') } } }),
    })
    expect([response.status, await response.json()]).toEqual([
      200,
      { inputTokens: expect.any(Number) as unknown },
    ])
    expect(await recordOf(gateway, project)).toMatchObject({
      outcome: 'completed',
      inputTokens: null,
      costPicoUsd: null,
    })
  })
})
