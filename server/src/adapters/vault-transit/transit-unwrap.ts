// Unwraps an encryption key with the transit engine of HashiCorp Vault.
import type { Secret } from '../../core/vault/secret.ts'
import { UnwrapError, type TransitWrappedKey, type Unwrap } from '../../core/vault/wrapped-key.ts'
import { redactText } from '../../core/redaction/redact.ts'

export interface TransitUnwrapDeps {
  /** Null when they are not configured. */
  readonly server: {
    readonly address: string
    readonly accessToken: Secret
    readonly namespace: string | null
  } | null
}

const TIMEOUT_MS = 10_000

export function makeTransitUnwrap({ server }: TransitUnwrapDeps): Unwrap<TransitWrappedKey> {
  return async ({ mount, key, ciphertext }) => {
    if (server === null)
      throw new UnwrapError('VAULT_ADDR and VAULT_TOKEN are not set.', { isPassing: false })
    const { address, accessToken, namespace } = server
    const url = new URL(`${address}/v1/${mount}/decrypt/${key}`)
    const headers = {
      'content-type': 'application/json',
      'x-vault-token': accessToken.reveal(),
      'x-vault-request': 'true',
      ...(namespace !== null && { 'x-vault-namespace': namespace }),
    }
    const body = JSON.stringify({ ciphertext })
    const signal = AbortSignal.timeout(TIMEOUT_MS)
    // A redirect would take the access token along.
    const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal }).catch(
      (cause: unknown) => {
        throw new UnwrapError(`Vault at ${url.host} does not answer.`, { isPassing: true, cause })
      },
    )
    return plaintextOf(response, `${mount}/${key}`, accessToken)
  }
}

interface TransitAnswer {
  readonly data?: { readonly plaintext?: unknown }
  readonly errors?: readonly unknown[]
}

async function plaintextOf(response: Response, place: string, accessToken: Secret): Promise<Uint8Array> {
  const answer = (await response.json().catch(() => ({}))) as TransitAnswer
  const plaintext = answer.data?.plaintext
  if (response.ok && typeof plaintext === 'string') return Buffer.from(plaintext, 'base64')
  const said = Array.isArray(answer.errors) ? answer.errors.join('; ') : ''
  const words = redactText(said.replaceAll(accessToken.reveal(), '[secret]').slice(0, 300).trim())
  throw new UnwrapError(`Vault rejected for ${place} (${response.status}): ${words || 'no reason given'}`, {
    isPassing: response.status >= 500 || response.status === 429,
  })
}
