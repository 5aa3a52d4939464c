// The request that goes to AWS for a call to an AWS-native path, before it is authorized.
import type { BedrockCredential } from '../../../../core/credentials/credential.ts'
import type { BedrockPathCall } from '../../../../core/upstream/bedrock-path-call.ts'
import { filterHeaders, hopByHopNames, type RawHeaders } from '../../../../core/upstream/raw-headers.ts'
import type { HttpRequest } from '../../../../core/upstream/transport.ts'
import { acceptedCodings } from '../../../../core/wire/content-codings.ts'
import { baseUrl, runtimePath, type BedrockUrls } from '../bedrock-urls.ts'

/** @param upstreamModel null for inference profiles */
export function pathRequest(
  urls: BedrockUrls,
  call: BedrockPathCall,
  credential: BedrockCredential,
  upstreamModel: string | null,
): HttpRequest & { readonly body: Uint8Array | null } {
  return {
    method: call.path.kind === 'model' ? 'POST' : 'GET',
    url: new URL(addressOf(urls, call, credential, upstreamModel) + ownQuery(call.query)),
    headers: pathHeaders(call.headers),
    body: call.body,
    takenCodings: acceptedCodings(call.headers),
  }
}

function addressOf(
  urls: BedrockUrls,
  { path }: BedrockPathCall,
  credential: BedrockCredential,
  upstreamModel: string | null,
): string {
  if (path.kind === 'model' && upstreamModel !== null) {
    return baseUrl(urls, credential, 'runtime') + runtimePath(upstreamModel, path.operation)
  }
  const control = urls.control.replaceAll('{region}', credential.region).replace(/\/+$/, '')
  const id = path.kind === 'inference_profiles' ? path.profileId : null
  return `${control}/inference-profiles${id === null ? '' : `/${encodeURIComponent(id)}`}`
}

/** A client may have signed by query; and a name that is no name to JavaScript could not be signed. */
const NOT_FORWARDED = /^(?:x-amz-.*|__proto__)$/i

function ownQuery(query: string): string {
  const parts = query
    .slice(1)
    .split('&')
    .filter((part) => {
      const [name = ''] = new URLSearchParams(part).keys()
      return part !== '' && !NOT_FORWARDED.test(name)
    })
  return parts.length === 0 ? '' : `?${parts.join('&')}`
}

const KEPT = new Set(['accept', 'content-type', 'user-agent'])

/** A closed list: no credential, cookie or signature of the client ever reaches AWS. */
function pathHeaders(client: RawHeaders): string[] {
  const isHopByHop = hopByHopNames(client)
  const kept = filterHeaders(
    client,
    (name) => (KEPT.has(name) || name.startsWith('x-amzn-bedrock-')) && !isHopByHop(name),
  )
  // Compressed answers could not be metered in passing.
  return [...kept, 'accept-encoding', 'identity']
}
