// Unwraps an encryption key with AWS KMS (`Decrypt`), as the identity of the machine (AWS default chain).
import { fromNodeProviderChain } from '@aws-sdk/credential-providers'
import { UnwrapError, type KmsWrappedKey, type Unwrap } from '../../core/vault/wrapped-key.ts'
import { redactText } from '../../core/redaction/redact.ts'
import { identityOf } from './fetch-identity.ts'
import { signRequest } from './sign-request.ts'

export interface KmsUnwrapDeps {
  /** In place of the region's own. */
  readonly endpointUrl: string | null
  readonly now: () => Date
}

const TIMEOUT_MS = 10_000

export function makeKmsUnwrap({ endpointUrl, now }: KmsUnwrapDeps): Unwrap<KmsWrappedKey> {
  return async ({ keyArn, ciphertext }) => {
    const [, partition, , region] = keyArn.split(':') as [string, string, string, string]
    const suffix = partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com'
    const url = new URL(endpointUrl ?? `https://kms.${region}.${suffix}/`)
    const body = Buffer.from(JSON.stringify({ CiphertextBlob: ciphertext, KeyId: keyArn }))
    const headers = ['content-type', 'application/x-amz-json-1.1', 'x-amz-target', 'TrentService.Decrypt']
    const identity = await machineIdentity(region)
    const request = { method: 'POST', url, headers, body } as const
    const signed = await signRequest(request, identity, { region, service: 'kms', at: now() })
    return plaintextOf(await post(url, signed.headers, body), keyArn)
  }
}

async function machineIdentity(region: string) {
  try {
    const chain = fromNodeProviderChain({ ignoreCache: true, timeout: 1000, maxRetries: 1 })
    return identityOf(await chain({ callerClientConfig: { region: () => Promise.resolve(region) } }))
  } catch (cause) {
    throw new UnwrapError('The AWS default chain gives no identity to ask KMS with.', {
      isPassing: false,
      cause,
    })
  }
}

async function post(url: URL, raw: readonly string[], body: Uint8Array<ArrayBuffer>): Promise<Response> {
  const headers = new Headers()
  for (let i = 0; i < raw.length; i += 2) headers.append(raw[i]!, raw[i + 1]!)
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS)
    return await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal })
  } catch (cause) {
    throw new UnwrapError(`KMS at ${url.host} does not answer.`, { isPassing: true, cause })
  }
}

/** KMS says so with status 400. */
function isThrottled(type: unknown): boolean {
  return typeof type === 'string' && /\bThrottlingException$/.test(type)
}

async function plaintextOf(response: Response, keyArn: string): Promise<Uint8Array> {
  const answer = (await response.json().catch(() => ({}))) as Partial<Record<string, unknown>>
  const { Plaintext: plaintext, __type: type, message = answer['Message'] } = answer
  if (response.ok && typeof plaintext === 'string') return Buffer.from(plaintext, 'base64')
  const words = [type, message].filter((word) => typeof word === 'string').join(': ')
  throw new UnwrapError(
    `KMS rejected for ${keyArn} (${response.status}): ${redactText(words.slice(0, 300)) || 'no reason given'}`,
    { isPassing: response.status >= 500 || response.status === 429 || isThrottled(type) },
  )
}
