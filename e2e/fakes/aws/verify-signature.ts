// Signature Version 4 on the receiving side: signs the received request again and compares.
import { Sha256 } from '@aws-crypto/sha256-js'
import { SignatureV4 } from '@smithy/signature-v4'
import type { RecordedRequest } from '../http-server.ts'
import type { IamKey } from './iam-keys.ts'
import { parseAuthorization, signingDate, type SignedWith } from './parse-authorization.ts'
import { SignatureProblem } from './signature-problem.ts'

export interface SignatureRules {
  readonly keys: readonly IamKey[]
  /** The service in the credential scope, e.g. `bedrock`. */
  readonly service: string
  /** When absent, any region of the right shape. */
  readonly region?: string | undefined
}

const maxSkewMs = 5 * 60_000

/** @returns the key that signed. Throws a SignatureProblem. */
export async function verifySignature(request: RecordedRequest, rules: SignatureRules): Promise<IamKey> {
  const signed = parseAuthorization(request.headers.authorization ?? '')
  const date = signingDate(request.headers['x-amz-date'])
  checkScope(signed, String(request.headers['x-amz-date']), rules)
  checkSignedHeaders(request, signed)
  const key = findKey(request, signed, rules.keys)
  await compareSignatures(request, signed, date, key)
  checkTimes(date, key)
  return key
}

function checkScope({ scope }: SignedWith, longDate: string, { service, region }: SignatureRules): void {
  if (scope.date !== longDate.slice(0, 8)) {
    throw new SignatureProblem('mismatch', 'Date in Credential scope does not match YYYYMMDD from the date.')
  }
  const rightRegion =
    region === undefined ? /^[a-z]{2,4}(-[a-z]+)+-\d$/.test(scope.region) : scope.region === region
  if (!rightRegion) throw new SignatureProblem('mismatch', 'Credential should be scoped to a valid region. ')
  if (scope.service !== service) {
    throw new SignatureProblem('mismatch', `Credential should be scoped to correct service: '${service}'. `)
  }
}

/** Content type and session token must be signed when they are sent. */
function checkSignedHeaders({ headers }: RecordedRequest, { signedHeaders }: SignedWith): void {
  const required = ['host', 'x-amz-date', 'content-type', 'x-amz-security-token', 'x-amz-content-sha256']
  const missing = required.find((name) => headers[name] !== undefined && !signedHeaders.includes(name))
  if (missing !== undefined) {
    throw new SignatureProblem('mismatch', `'${missing}' must be a 'SignedHeader' in the AWS Authorization.`)
  }
}

function findKey({ headers }: RecordedRequest, { accessKeyId }: SignedWith, keys: readonly IamKey[]): IamKey {
  const key = keys.find((known) => known.accessKeyId === accessKeyId)
  if (key === undefined || headers['x-amz-security-token'] !== key.sessionToken) {
    throw new SignatureProblem('unknown_key', 'The security token included in the request is invalid.')
  }
  return key
}

async function compareSignatures(
  request: RecordedRequest,
  signed: SignedWith,
  date: Date,
  { accessKeyId, secretAccessKey }: IamKey,
): Promise<void> {
  const signer = new SignatureV4({
    credentials: { accessKeyId, secretAccessKey },
    service: signed.scope.service,
    region: signed.scope.region,
    sha256: Sha256,
    applyChecksum: false,
  })
  const ours = await signer.sign(requestToSign(request, signed), {
    signingDate: date,
    signableHeaders: new Set(signed.signedHeaders),
  })
  const equal = ours.headers['authorization']?.endsWith(`Signature=${signed.signature}`) ?? false
  if (!equal || !(await hashFits(request))) {
    throw new SignatureProblem(
      'mismatch',
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret ' +
        'Access Key and signing method. Consult the service documentation for details.',
    )
  }
}

/** What was signed, as the signer takes it: the path stays as it came, so that it is encoded a second time. */
function requestToSign(
  { method, path, url, rawHeaders, body }: RecordedRequest,
  { signedHeaders }: SignedWith,
) {
  const values = (name: string) =>
    rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name)
  const headers = Object.fromEntries(signedHeaders.map((name) => [name, values(name).join(',')]))
  const query: Record<string, string[]> = {}
  for (const [name, value] of new URLSearchParams(url.slice(path.length + 1)))
    (query[name] ??= []).push(value)
  return { method, protocol: 'http:', hostname: headers['host'] ?? '', path, query, headers, body }
}

/** `x-amz-content-sha256` stands in for the body in the signature, so it must be the hash of this body. */
async function hashFits({ headers, body }: RecordedRequest): Promise<boolean> {
  const claimed = headers['x-amz-content-sha256']
  if (claimed === undefined) return true
  const hash = new Sha256()
  hash.update(body)
  return claimed === Buffer.from(await hash.digest()).toString('hex')
}

function checkTimes(date: Date, { expiresAt }: IamKey): void {
  const skewMs = date.getTime() - Date.now()
  if (Math.abs(skewMs) > maxSkewMs) {
    const [what, side] = skewMs < 0 ? ['expired', 'earlier'] : ['not yet current', 'later']
    throw new SignatureProblem(
      'mismatch',
      `Signature ${what}: its date is ${side} than the 5 minutes allowed.`,
    )
  }
  if (expiresAt !== undefined && expiresAt.getTime() <= Date.now()) {
    throw new SignatureProblem('expired_key', 'The security token included in the request is expired')
  }
}
