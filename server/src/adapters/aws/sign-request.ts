// Signature Version 4 of one request, with an identity at hand.
import { SignatureV4 } from '@smithy/signature-v4'
import type { AwsService } from '../../core/upstream/aws-signer.ts'
import { filterHeaders, type RawHeaders } from '../../core/upstream/raw-headers.ts'
import type { HttpRequest } from '../../core/upstream/transport.ts'
import type { Identity } from './identity.ts'
import { NodeSha256 } from './node-sha256.ts'

export interface SigningScope {
  readonly region: string
  readonly service: AwsService | 'kms'
  readonly at: Date
}

/** Written by the signature; whatever the request has of them is not its own. `host` is set by the transport. */
const REPLACED = new Set([
  'authorization',
  'host',
  'x-amz-content-sha256',
  'x-amz-date',
  'x-amz-security-token',
])

/** Only what every hop delivers as it was sent: no hop-by-hop headers, no `user-agent`, nothing that traces. */
const SIGNED = /^(?:accept|content-type|anthropic-[a-z-]+|x-amzn-bedrock-[a-z-]+|x-amz-target)$/
const ASCII = /^[\t\x20-\x7e]*$/

export async function signRequest(
  request: HttpRequest & { readonly body: Uint8Array | null },
  identity: Identity,
  { region, service, at }: SigningScope,
): Promise<HttpRequest> {
  const url = plainQuery(request.url)
  const headers = filterHeaders(request.headers, (name) => !REPLACED.has(name))
  const signer = new SignatureV4({
    credentials: { ...identity, sessionToken: identity.sessionToken ?? undefined },
    region,
    service,
    sha256: NodeSha256,
    uriEscapePath: true,
  })
  const signed = await signer.sign(
    {
      method: request.method,
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      query: queryOf(url),
      headers: { ...signableHeaders(headers), host: url.host },
      body: request.body ?? undefined,
    },
    { signingDate: at },
  )
  const written = [...REPLACED]
    .filter((name) => name !== 'host')
    .flatMap((name) => {
      const value = signed.headers[name]
      return value === undefined ? [] : [name, value]
    })
  return { ...request, url, headers: [...headers, ...written] }
}

/** A `+` is a blank to some readers and a plus to others; a signature must mean the same to both. */
function plainQuery(url: URL): URL {
  if (!url.search.includes('+')) return url
  const plain = new URL(url)
  plain.search = url.search.replaceAll('+', '%20')
  return plain
}

function queryOf(url: URL): Record<string, string | string[]> {
  const query: Record<string, string | string[]> = {}
  for (const name of new Set(url.searchParams.keys())) {
    const values = url.searchParams.getAll(name)
    query[name] = values.length === 1 ? values[0]! : values
  }
  return query
}

/** A header that stands there twice is signed with both values, as the receiver reads it. */
function signableHeaders(headers: RawHeaders): Record<string, string> {
  const signable: Record<string, string> = {}
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i]!.toLowerCase()
    const value = headers[i + 1]!
    if (!SIGNED.test(name) || !ASCII.test(value)) continue
    signable[name] = name in signable ? `${signable[name]},${value}` : value
  }
  return signable
}
