// A stand-in for AWS KMS: `Decrypt` of data keys that it has wrapped itself, for callers whose signature is right.
import { randomBytes } from 'node:crypto'
import { exampleKey, type IamKey } from '../aws/iam-keys.ts'
import { SignatureProblem } from '../aws/signature-problem.ts'
import { verifySignature } from '../aws/verify-signature.ts'
import { startRecordingServer, type Exchange, type RecordingServer } from '../http-server.ts'

export const KMS_KEY_ARN = 'arn:aws:kms:eu-west-1:111122223333:key/0189f3a0-5b7e-7000-8000-000000000001'

export interface FakeKms extends RecordingServer {
  /** The ciphertext, in base64, that `Decrypt` turns into these bytes. */
  wrap(bytes: Uint8Array): string
  /** So many of the next requests are answered with 503. */
  failNext(times: number): void
}

export async function startFakeKms({ iamKeys = [exampleKey] as readonly IamKey[] } = {}): Promise<FakeKms> {
  const wrapped = new Map<string, string>()
  let failures = 0
  const server = await startRecordingServer(async (exchange) => {
    if (failures > 0) {
      failures--
      return send(exchange, 503, { __type: 'KMSInternalException', message: 'try again' })
    }
    const { headers, body } = exchange.request
    try {
      await verifySignature(exchange.request, { keys: iamKeys, service: 'kms', region: 'eu-west-1' })
    } catch (error) {
      if (!(error instanceof SignatureProblem)) throw error
      return send(exchange, 400, { __type: 'UnrecognizedClientException', message: error.message })
    }
    if (headers['x-amz-target'] !== 'TrentService.Decrypt')
      return send(exchange, 400, { __type: 'UnknownOperationException' })
    if (!/x-amz-target/.test(headers.authorization ?? ''))
      return send(exchange, 403, {
        __type: 'InvalidSignatureException',
        message: 'x-amz-target is not signed',
      })
    const input = JSON.parse(body.toString()) as { CiphertextBlob: string; KeyId: string }
    if (input.KeyId !== KMS_KEY_ARN)
      return send(exchange, 400, {
        __type: 'AccessDeniedException',
        message: 'User is not authorized to perform: kms:Decrypt on this resource',
      })
    const plaintext = wrapped.get(input.CiphertextBlob)
    if (plaintext === undefined) return send(exchange, 400, { __type: 'InvalidCiphertextException' })
    return send(exchange, 200, { KeyId: KMS_KEY_ARN, Plaintext: plaintext })
  }, {})
  return {
    ...server,
    wrap(bytes) {
      const ciphertext = randomBytes(120).toString('base64')
      wrapped.set(ciphertext, Buffer.from(bytes).toString('base64'))
      return ciphertext
    },
    failNext(times) {
      failures = times
    },
  }
}

function send({ response }: Exchange, status: number, value: object): Promise<void> {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' })
  response.end(JSON.stringify(value))
  return Promise.resolve()
}
