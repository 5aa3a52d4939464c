// A client's side of Signature Version 4, for tests: signs with the package of the AWS SDK.
import { Sha256 } from '@aws-crypto/sha256-js'
import { SignatureV4 } from '@smithy/signature-v4'
import { exampleKey, type IamKey } from './iam-keys.ts'

export interface SigningOptions {
  readonly key?: IamKey
  readonly service?: string
  readonly region?: string
  readonly date?: Date
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** @returns the headers of a request with this body, `authorization` among them. */
export async function signedHeaders(
  url: string,
  body: string,
  options: SigningOptions = {},
): Promise<Record<string, string>> {
  const { key = exampleKey, service = 'bedrock', region = 'us-east-1', date = new Date() } = options
  const { host, pathname, searchParams } = new URL(url)
  const signer = new SignatureV4({ credentials: key, service, region, sha256: Sha256 })
  const request = {
    method: options.method ?? 'POST',
    protocol: 'http:',
    hostname: host,
    path: pathname,
    query: Object.fromEntries(searchParams),
    headers: { host, 'content-type': 'application/json', ...options.headers },
    body,
  }
  const { headers } = await signer.sign(request, { signingDate: date })
  return headers
}

export async function signedPost(url: string, body: string, options: SigningOptions = {}): Promise<Response> {
  return fetch(url, { method: 'POST', headers: await signedHeaders(url, body, options), body })
}
