import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { AwsService } from '../../core/upstream/aws-signer.ts'
import { headerValue } from '../../core/upstream/raw-headers.ts'
import type { Identity } from './identity.ts'
import { signRequest } from './sign-request.ts'

const KEYS: Identity = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  sessionToken: null,
  expiresAt: null,
}
const AT = new Date('2026-11-22T12:00:00.999Z')
const BODY = new TextEncoder().encode(
  '{"anthropic_version":"bedrock-2023-05-31","max_tokens":16,"messages":[{"role":"user","content":"hi"}]}',
)
const RUNTIME = 'https://bedrock-runtime.us-east-1.amazonaws.com'
const JSON_HEADERS = ['Content-Type', 'application/json', 'Accept', 'application/json']

interface Given {
  readonly url: string
  readonly headers?: string[]
  readonly method?: string
  readonly body?: Uint8Array | null
  readonly identity?: Identity
  readonly service?: AwsService
}

function sign({
  url,
  headers = JSON_HEADERS,
  method = 'POST',
  body = BODY,
  identity = KEYS,
  service = 'bedrock',
}: Given) {
  return signRequest({ method, url: new URL(url), headers, body }, identity, {
    region: 'us-east-1',
    service,
    at: AT,
  })
}

async function authorization(given: Given) {
  return headerValue((await sign(given)).headers, 'authorization')
}

const PLAIN = 'accept;content-type;host;x-amz-content-sha256;x-amz-date'

describe('signRequest', () => {
  test.each<[string, Given, string, string]>([
    [
      '1: an id in the path',
      { url: `${RUNTIME}/model/us.anthropic.claude-haiku-4-5-20251001-v1%3A0/invoke` },
      PLAIN,
      'ead7613480756d189384d25e558fb29f447f952fbcd7cb7f10b5d82ee6d3387a',
    ],
    [
      '1b: a literal colon in the path',
      { url: `${RUNTIME}/model/us.anthropic.claude-haiku-4-5-20251001-v1:0/invoke` },
      PLAIN,
      'fad1fb667a9ec39b1ff7bb4922d03d32c8080054a1078ffd472b467f297c520b',
    ],
    [
      '2: an ARN, and a session token',
      {
        url: `${RUNTIME}/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A111122223333%3Aapplication-inference-profile%2Fabc123def456/invoke-with-response-stream`,
        identity: { ...KEYS, sessionToken: 'TOKEN' },
      },
      `${PLAIN};x-amz-security-token`,
      'a68dc08dd66e79ba583460aff40f994537c0867df09993aa74a231c1f52f6244',
    ],
    [
      '3: native messages on the runtime',
      {
        url: `${RUNTIME}/anthropic/v1/messages`,
        headers: [...JSON_HEADERS, 'anthropic-version', '2023-06-01'],
      },
      'accept;anthropic-version;content-type;host;x-amz-content-sha256;x-amz-date',
      '65b07a67f83e5f48b4655801a6160c50fc2da220fad0528525d0243d2cc18b29',
    ],
    [
      '4: mantle',
      {
        url: 'https://bedrock-mantle.us-east-1.api.aws/anthropic/v1/messages',
        headers: [...JSON_HEADERS, 'anthropic-version', '2023-06-01'],
        service: 'bedrock-mantle',
      },
      'accept;anthropic-version;content-type;host;x-amz-content-sha256;x-amz-date',
      'aa04a3b096bafd7e3074dc989e5f11907de7b0a2a2bf9214382bde53221852eb',
    ],
  ])('vector %s', async (_name, given, signedHeaders, signature) => {
    const service = given.service ?? 'bedrock'
    expect(await authorization(given)).toBe(
      `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261122/us-east-1/${service}/aws4_request, SignedHeaders=${signedHeaders}, Signature=${signature}`,
    )
  })

  test('writes what it signed, and leaves the host to the transport', async () => {
    const { headers, body, url } = await sign({
      url: `${RUNTIME}/model/m/invoke`,
      identity: { ...KEYS, sessionToken: 'TOKEN' },
    })
    expect(headers).toEqual([
      ...JSON_HEADERS,
      'authorization',
      expect.stringContaining('Credential=AKIDEXAMPLE/'),
      'x-amz-content-sha256',
      createHash('sha256').update(BODY).digest('hex'),
      'x-amz-date',
      '20261122T120000Z',
      'x-amz-security-token',
      'TOKEN',
    ])
    expect(body).toBe(BODY)
    expect(url.href).toBe(`${RUNTIME}/model/m/invoke`)
  })

  test('nothing that a hop may change is signed, and all of it is sent', async () => {
    const kept = [
      'User-Agent',
      'claude-cli/1',
      'Accept-Encoding',
      'identity',
      'traceparent',
      '00-1-2-00',
      'X-Amzn-Trace-Id',
      'Root=1',
      'X-Amzn-Bedrock-Trace',
      'ENABLED',
      'X-Amzn-Bedrock-Request-Metadata',
      '{"team":"é"}',
    ]
    const { headers } = await sign({ url: `${RUNTIME}/model/m/invoke`, headers: [...JSON_HEADERS, ...kept] })
    expect(headers).toEqual(expect.arrayContaining(kept))
    expect(headerValue(headers, 'authorization')).toContain(
      'SignedHeaders=accept;content-type;host;x-amz-content-sha256;x-amz-date;x-amzn-bedrock-trace,',
    )
  })

  test("a client's own signature is replaced, whatever its spelling", async () => {
    const forged = [
      'X-Amz-Date',
      '20200101T000000Z',
      'X-AMZ-Security-Token',
      'theirs',
      'Host',
      'evil.example',
    ]
    const signed = await sign({
      url: `${RUNTIME}/model/m/invoke`,
      headers: [
        ...JSON_HEADERS,
        ...forged,
        'X-Amz-Content-Sha256',
        'UNSIGNED-PAYLOAD',
        'AUTHORIZATION',
        'Bearer x',
      ],
    })
    const clean = await sign({ url: `${RUNTIME}/model/m/invoke` })
    expect(signed.headers).toEqual(clean.headers)
  })

  test('the port of a host is part of what is signed, a default port is not', async () => {
    const at = (url: string) => authorization({ url: `${url}/model/m/invoke` })
    expect(await at('https://vpce.example:443')).toBe(await at('https://vpce.example'))
    expect(await at('https://vpce.example:8443')).not.toBe(await at('https://vpce.example'))
  })

  test('the order of a query does not matter, its repeated keys do', async () => {
    const at = (query: string) =>
      authorization({ url: `${RUNTIME}/inference-profiles?${query}`, method: 'GET', body: null, headers: [] })
    expect(await at('type=b&type=a&maxResults=1')).toBe(await at('maxResults=1&type=a&type=b'))
    expect(await at('type=b&type=a')).not.toBe(await at('type=a'))
    expect(await at('nextToken=a%2Fb')).toBe(await at('nextToken=a/b'))
  })

  test('a plus in a query goes out as what it means', async () => {
    const { url } = await sign({ url: `${RUNTIME}/inference-profiles?q=a+b`, method: 'GET', body: null })
    expect(url.search).toBe('?q=a%20b')
  })
})
