import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { inspect } from 'node:util'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { iamCandidate } from '../../../test/iam-candidate.ts'
import type { Logger } from '../../core/log.ts'
import type { IamCandidate } from '../../core/upstream/aws-signer.ts'
import { headerValue } from '../../core/upstream/raw-headers.ts'
import { makeAwsSigner } from './aws-signer.ts'

interface Seen {
  readonly path: string
  readonly authorization: string
  readonly form: URLSearchParams
}

const never = new AbortController().signal
const ROLE = 'arn:aws:iam::111122223333:role/headgate'
const LATER = '2099-01-01T00:00:00Z'
const MACHINE = JSON.stringify({
  AccessKeyId: 'ASIAMACHINE',
  SecretAccessKey: 'machine-secret',
  Token: 'machine-session',
  Expiration: LATER,
})

const log: Logger = {
  debug: vi.fn(),
  info: vi.fn(),
  warn: vi.fn(),
  error: vi.fn(),
  isDebug: () => false,
}

/** Plays STS, the metadata service and a container's credential service. */
const seen: Seen[] = []
let respond: (request: Seen, response: ServerResponse) => void
const server = createServer((request: IncomingMessage, response) => {
  void text(request).then((body) => {
    const { authorization = '' } = request.headers
    const entry = { path: request.url ?? '', authorization, form: new URLSearchParams(body) }
    seen.push(entry)
    respond(entry, response)
  })
})
let url = ''
let home = ''

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => new Promise((resolve) => server.close(resolve).closeAllConnections()))
beforeEach(() => {
  seen.length = 0
  home = mkdtempSync(join(tmpdir(), 'aws-signer-'))
  for (const name of Object.keys(process.env).filter((name) => name.startsWith('AWS_')))
    vi.stubEnv(name, undefined)
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true')
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(home, 'credentials'))
  vi.stubEnv('AWS_CONFIG_FILE', join(home, 'config'))
  vi.stubEnv('AWS_ENDPOINT_URL_STS', url)
  respond = (request, response) => {
    if (request.path === '/latest/meta-data/iam/security-credentials/') return response.end('a-role')
    if (request.path === '/') return response.end(assumed(`ASIA${seen.length}`))
    return response.end(request.path === '/latest/api/token' ? 'metadata-session' : MACHINE)
  }
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(home, { recursive: true })
})

function assumed(accessKeyId: string): string {
  return `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials><AccessKeyId>${accessKeyId}</AccessKeyId><SecretAccessKey>role-secret</SecretAccessKey><SessionToken>role-session</SessionToken><Expiration>${LATER}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`
}

function reject(response: ServerResponse, status: number, code: string, message: string): void {
  response.statusCode = status
  response.end(
    `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
  )
}

const makeSigner = () => makeAwsSigner({ now: () => new Date(), log })

function sign(candidate: IamCandidate, signer = makeSigner(), signal = never) {
  const request = {
    method: 'POST',
    url: new URL('https://bedrock-runtime.eu-west-1.amazonaws.com/model/m/invoke'),
    headers: [],
    body: new Uint8Array(),
  }
  return signer.sign(request, candidate, 'bedrock', signal)
}

/** Access key id and session token that a request was signed with. */
async function identityOf(candidate: IamCandidate, signer = makeSigner()) {
  const { headers } = await sign(candidate, signer)
  const key = /Credential=([^/]+)\//.exec(headerValue(headers, 'authorization') ?? '')?.[1]
  return [key, headerValue(headers, 'x-amz-security-token')]
}

describe('given keys', () => {
  test('sign as they are, whatever the machine says', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAMACHINE')
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'x')
    vi.stubEnv('AWS_PROFILE', 'other')
    const signer = makeSigner()
    expect(await identityOf(iamCandidate(), signer)).toEqual(['AKIDEXAMPLE', undefined])
    expect(await identityOf(iamCandidate({}, 'secret', 'session'), signer)).toEqual([
      'AKIDEXAMPLE',
      'session',
    ])
    expect(signer.renew(iamCandidate())).toBe(false)
    expect(seen).toEqual([])
  })

  test('assume a role: once, in the region of the credential, with its external id', async () => {
    const signer = makeSigner()
    const candidate = iamCandidate({ roleArn: ROLE, externalId: 'agreed', accountId: 'acc bedrock/1' })
    expect(await identityOf(candidate, signer)).toEqual(['ASIA1', 'role-session'])
    expect(await identityOf(candidate, signer)).toEqual(['ASIA1', 'role-session'])
    expect(seen).toHaveLength(1)
    expect(seen[0]!.authorization).toMatch(/Credential=AKIDEXAMPLE\/\d{8}\/eu-west-1\/sts\//)
    expect(Object.fromEntries(seen[0]!.form)).toMatchObject({
      Action: 'AssumeRole',
      RoleArn: ROLE,
      RoleSessionName: 'headgate-acc-bedrock-1',
      ExternalId: 'agreed',
    })
    expect(signer.renew(candidate)).toBe(true)
    expect(await identityOf(candidate, signer)).toEqual(['ASIA2', 'role-session'])
  })

  test("a role on given keys is asked for without the machine's profile", async () => {
    writeFileSync(
      join(home, 'config'),
      '[profile other]\nregion = us-west-2\nendpoint_url = http://127.0.0.1:9\nuse_fips_endpoint = true\n',
    )
    vi.stubEnv('AWS_PROFILE', 'other')
    expect(await identityOf(iamCandidate({ roleArn: ROLE }))).toEqual(['ASIA1', 'role-session'])
    expect(seen[0]!.authorization).toContain('/eu-west-1/sts/')
  })
})

describe('the default chain', () => {
  const machine = (roleArn: string | null = null) => iamCandidate({ accessKeyId: null, roleArn }, null)

  test('reads the environment', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAMACHINE')
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'x')
    expect(await identityOf(machine())).toEqual(['AKIAMACHINE', undefined])
  })

  test('reads the shared files anew after a rejection', async () => {
    const file = (id: string) => `[default]\naws_access_key_id = ${id}\naws_secret_access_key = x\n`
    writeFileSync(join(home, 'credentials'), file('AKIAFIRST'))
    const signer = makeSigner()
    expect(await identityOf(machine(), signer)).toEqual(['AKIAFIRST', undefined])
    writeFileSync(join(home, 'credentials'), file('AKIASECOND'))
    expect(signer.renew(machine())).toBe(true)
    expect(await identityOf(machine(), signer)).toEqual(['AKIASECOND', undefined])
  })

  test('asks the metadata service at the address of the environment', async () => {
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', undefined)
    vi.stubEnv('AWS_EC2_METADATA_SERVICE_ENDPOINT', url)
    expect(await identityOf(machine())).toEqual(['ASIAMACHINE', 'machine-session'])
    expect(seen.map(({ path }) => path)).toContain('/latest/meta-data/iam/security-credentials/a-role')
  })

  test('does not use what the metadata service hands out too late, as the SDK would', async () => {
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', undefined)
    vi.stubEnv('AWS_EC2_METADATA_SERVICE_ENDPOINT', url)
    const usual = respond
    respond = (request, response) =>
      request.path.endsWith('/a-role')
        ? response.end(MACHINE.replace(LATER, '2020-01-01T00:00:00Z'))
        : usual(request, response)
    await expect(sign(machine())).rejects.toMatchObject({ isRejected: false })
  })

  test("asks a container's service, with what authorizes it there", async () => {
    vi.stubEnv('AWS_CONTAINER_CREDENTIALS_FULL_URI', `${url}/v1/credentials`)
    vi.stubEnv('AWS_CONTAINER_AUTHORIZATION_TOKEN', 'pod')
    expect(await identityOf(machine())).toEqual(['ASIAMACHINE', 'machine-session'])
    expect(seen[0]).toMatchObject({ path: '/v1/credentials', authorization: 'pod' })
  })

  test('trades a web identity, as pods have it', async () => {
    writeFileSync(join(home, 'token'), 'pod-identity')
    vi.stubEnv('AWS_WEB_IDENTITY_TOKEN_FILE', join(home, 'token'))
    vi.stubEnv('AWS_ROLE_ARN', ROLE)
    respond = (_request, response) =>
      response.end(assumed('ASIAPOD').replaceAll('AssumeRoleRes', 'AssumeRoleWithWebIdentityRes'))
    expect(await identityOf(machine())).toEqual(['ASIAPOD', 'role-session'])
    expect(seen[0]!.form.get('WebIdentityToken')).toBe('pod-identity')
  })

  test('runs the process of a profile, and follows the role of one', async () => {
    const keys = { Version: 1, AccessKeyId: 'AKIAPROCESS', SecretAccessKey: 'x' }
    writeFileSync(join(home, 'process.json'), JSON.stringify(keys))
    writeFileSync(
      join(home, 'config'),
      `[profile base]\ncredential_process = cat ${join(home, 'process.json')}\n[profile team]\nrole_arn = ${ROLE}\nsource_profile = base\n`,
    )
    vi.stubEnv('AWS_PROFILE', 'base')
    expect(await identityOf(machine())).toEqual(['AKIAPROCESS', undefined])
    vi.stubEnv('AWS_PROFILE', 'team')
    expect(await identityOf(machine())).toEqual(['ASIA1', 'role-session'])
    expect(seen[0]!.authorization).toMatch(/Credential=AKIAPROCESS\/\d{8}\/eu-west-1\/sts\//)
  })

  test('carries a role on top', async () => {
    vi.stubEnv('AWS_CONTAINER_CREDENTIALS_FULL_URI', `${url}/v1/credentials`)
    expect(await identityOf(machine(ROLE))).toEqual(['ASIA2', 'role-session'])
    expect(seen[1]!.authorization).toMatch(/Credential=ASIAMACHINE\/\d{8}\/eu-west-1\/sts\//)
  })

  test('has nothing to offer: rejected', async () => {
    await expect(sign(machine())).rejects.toMatchObject({
      name: 'AwsIdentityError',
      isRejected: true,
      message: expect.stringContaining('Could not load credentials from any providers') as string,
    })
  })
})

describe('no identity', () => {
  const role = () => iamCandidate({ roleArn: ROLE })

  test.each([
    [403, 'AccessDenied', true],
    [403, 'ExpiredToken', true],
    [403, 'InvalidClientTokenId', true],
    [403, 'SignatureDoesNotMatch', true],
    [400, 'ValidationError', true],
    [400, 'Throttling', false],
    [500, 'InternalFailure', false],
    [503, 'ServiceUnavailable', false],
  ])('STS answers %i %s: rejected is %s', async (status, code, isRejected) => {
    respond = (_request, response) => reject(response, status, code, 'no')
    await expect(sign(role())).rejects.toMatchObject({ name: 'AwsIdentityError', isRejected })
  })

  test('the words hold neither secrets nor names of AWS', async () => {
    respond = (_request, response) =>
      reject(
        response,
        403,
        'AccessDenied',
        `User arn:aws:iam::111122223333:user/x, wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY`,
      )
    const error = await sign(role()).then(
      () => null,
      (thrown: unknown) => thrown as Error,
    )
    expect(error?.message).toContain('AccessDenied')
    expect(inspect(error, { depth: null })).not.toMatch(/111122223333|K7MDENG/)
  })

  test('STS is out of reach', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL_STS', 'http://127.0.0.1:9')
    await expect(sign(role())).rejects.toMatchObject({ isRejected: false })
  })

  test('a silent STS holds nobody for longer than ten seconds', { timeout: 15_000 }, async () => {
    respond = () => undefined
    const start = performance.now()
    await expect(sign(role())).rejects.toMatchObject({ isRejected: false })
    expect(performance.now() - start).toBeLessThan(10_000)
  })

  test('who leaves does not wait', async () => {
    respond = () => undefined
    await expect(sign(role(), makeSigner(), AbortSignal.timeout(50))).rejects.toMatchObject({
      name: 'TimeoutError',
    })
  })
})
