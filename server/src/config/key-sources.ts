// Where wrapped encryption keys are unwrapped. The variables have their owners' names, and count only when needed.
import { z } from 'zod'
import { parseKeyEntries } from '../adapters/crypto/key-ring.ts'
import { Secret } from '../core/vault/secret.ts'
import { isSafeUrl } from './oauth.ts'

export interface KeySources {
  /** Null for the region's own. */
  readonly kmsUrl: string | null
  /** Null unless both address and access token are set. */
  readonly vault: {
    readonly address: string
    readonly accessToken: Secret
    readonly namespace: string | null
  } | null
}

export const keySourceVariables = {
  VAULT_ADDR: z.string().optional(),
  VAULT_TOKEN: z.string().optional(),
  VAULT_NAMESPACE: z.string().optional(),
  AWS_ENDPOINT_URL_KMS: z.string().optional(),
}

type KeySourceVariables = z.infer<z.ZodObject<typeof keySourceVariables>>

export function checkKeySources(
  env: KeySourceVariables & { readonly HEADGATE_ENCRYPTION_KEYS?: string | undefined },
  context: z.RefinementCtx,
): void {
  const reject = (name: string, message: string) =>
    context.addIssue({ code: 'custom', path: [name], message })
  const kinds = kindsOf(env.HEADGATE_ENCRYPTION_KEYS)
  if (kinds.has('vault')) {
    if (!isSafeUrl(env.VAULT_ADDR ?? ''))
      reject('VAULT_ADDR', 'must be an https URL to unwrap keys with Vault')
    if (!/^[\x21-\x7e]+$/.test(env.VAULT_TOKEN ?? ''))
      reject('VAULT_TOKEN', 'must be set to unwrap keys with Vault')
  }
  const kmsUrl = env.AWS_ENDPOINT_URL_KMS
  if (kinds.has('awskms') && kmsUrl !== undefined && !isSafeUrl(kmsUrl))
    reject('AWS_ENDPOINT_URL_KMS', 'is not an https URL')
}

/** None of a list that is wrong: that is told where it stands. */
function kindsOf(keys: string | undefined): ReadonlySet<string> {
  try {
    return new Set(keys === undefined ? [] : parseKeyEntries(keys).map(({ kind }) => kind))
  } catch {
    return new Set()
  }
}

export function keySources(env: KeySourceVariables): KeySources {
  const { VAULT_ADDR: address, VAULT_TOKEN: accessToken, VAULT_NAMESPACE: namespace } = env
  return {
    kmsUrl: env.AWS_ENDPOINT_URL_KMS ?? null,
    vault:
      address === undefined || accessToken === undefined
        ? null
        : {
            address: address.replace(/\/+$/, ''),
            accessToken: new Secret(accessToken),
            namespace: namespace ?? null,
          },
  }
}
