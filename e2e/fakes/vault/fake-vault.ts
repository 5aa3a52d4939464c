// A stand-in for HashiCorp Vault: `transit/decrypt/<key>` of data keys that it has wrapped itself.
import { randomBytes } from 'node:crypto'
import { startRecordingServer, type Exchange, type RecordingServer } from '../http-server.ts'

export const VAULT_ACCESS = 'hvs.CAESICanaryVaultAccess0123456789'

export interface FakeVault extends RecordingServer {
  /** The ciphertext that `transit/decrypt/headgate` turns into these bytes. */
  wrap(bytes: Uint8Array): string
}

export async function startFakeVault(): Promise<FakeVault> {
  const wrapped = new Map<string, string>()
  const server = await startRecordingServer((exchange) => {
    const { method, path, headers, body } = exchange.request
    if (headers['x-vault-token'] !== VAULT_ACCESS)
      return send(exchange, 403, { errors: [`permission denied for ${String(headers['x-vault-token'])}`] })
    if (`${method} ${path}` !== 'POST /v1/transit/decrypt/headgate')
      return send(exchange, 400, { errors: ['encryption key not found'] })
    const { ciphertext } = JSON.parse(body.toString()) as { ciphertext: string }
    const plaintext = wrapped.get(ciphertext)
    if (plaintext === undefined)
      return send(exchange, 400, { errors: ['invalid ciphertext: unable to decrypt'] })
    return send(exchange, 200, { data: { plaintext } })
  }, {})
  return {
    ...server,
    wrap(bytes) {
      const ciphertext = `vault:v1:${randomBytes(60).toString('base64')}`
      wrapped.set(ciphertext, Buffer.from(bytes).toString('base64'))
      return ciphertext
    },
  }
}

function send({ response }: Exchange, status: number, value: object): Promise<void> {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(value))
  return Promise.resolve()
}
