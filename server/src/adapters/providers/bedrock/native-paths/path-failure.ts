// An error of AWS on an AWS-native path: verbatim, less what it tells of the operator's account.
import { hideAwsIdentity } from '../../../../core/redaction/redact.ts'
import type { BedrockPathCall } from '../../../../core/upstream/bedrock-path-call.ts'
import type { ErrorAnswer, UpstreamFailure } from '../../../../core/upstream/failure.ts'
import {
  clientVisibleHeaders,
  filterHeaders,
  type RawHeaders,
} from '../../../../core/upstream/raw-headers.ts'
import { bedrockHttpFailure } from '../errors/bedrock-failure.ts'

export function pathFailure(answer: ErrorAnswer, call: BedrockPathCall, now: Date): UpstreamFailure {
  const failure = bedrockHttpFailure(answer.status, answer.headers, answer.body, now)
  return verbatim(failure, withoutIdentity(answer, call))
}

/** A rejected credential of the vault is the operator's affair, and the gateway says so in its own words. */
export function verbatim(failure: UpstreamFailure, { status, headers, body }: ErrorAnswer): UpstreamFailure {
  if (failure.kind === 'credential_rejected' || failure.answer.kind === 'verbatim') return failure
  const length = ['content-length', String(body.length)]
  const kept = filterHeaders(clientVisibleHeaders(headers), (name) => name !== 'content-length')
  const { type } = failure.answer.error
  return {
    ...failure,
    answer: { kind: 'verbatim', status, headers: [...kept, ...length], body, errorType: type },
  }
}

function withoutIdentity(answer: ErrorAnswer, call: BedrockPathCall): ErrorAnswer {
  const isKnown = saidBy(call)
  const text = latin1(answer.body)
  const safe = hideAwsIdentity(text, isKnown)
  return {
    ...answer,
    headers: answer.headers.map((value, i) =>
      mayNameAccount(answer.headers, i) ? hideAwsIdentity(value, isKnown) : value,
    ),
    body: safe === text ? answer.body : Buffer.from(safe, 'latin1'),
  }
}

/** A value, but not that of the request's id, whose digits mean nothing. */
function mayNameAccount(headers: RawHeaders, i: number): boolean {
  return i % 2 === 1 && headers[i - 1]!.toLowerCase() !== 'x-amzn-requestid'
}

/** What the client has named itself, in the path, in an option or in its body. */
function saidBy({ path, headers, body }: BedrockPathCall): (name: string) => boolean {
  const named = path.kind === 'model' ? path.modelId : (path.profileId ?? '')
  const options = filterHeaders(headers, (name) => name.startsWith('x-amzn-bedrock-'))
  const words = [named, ...options].join('\n')
  return (name) => words.includes(name) || (body !== null && bufferOf(body).includes(name, 0, 'latin1'))
}

function latin1(bytes: Uint8Array): string {
  return bufferOf(bytes).toString('latin1')
}

function bufferOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength)
}
