// AWS access keys, or the AWS identity of this machine, with or without a role. Each request is signed.
import { Secret } from '../../vault/secret.ts'
import { keyPreview } from './key-preview.ts'
import { placeChanged, placeView } from './bedrock-place.ts'
import type { CredentialKindModule, SecretOf } from './credential-kind.ts'
import { denyExpiry } from './other-kinds-changes.ts'

export const bedrockIam: CredentialKindModule<'bedrock/iam'> = {
  create: (base, input) => ({
    credential: {
      ...base,
      provider: 'bedrock',
      method: 'iam',
      region: input.region,
      surface: input.surface,
      geography: input.geography,
      accessKeyId: input.accessKeyId ?? null,
      roleArn: input.roleArn ?? null,
      externalId: input.externalId ?? null,
    },
    secret: secretOf(input),
  }),
  /** New keys keep the role. Only `roleArn: null` removes it. */
  rotate(stored, input, now) {
    const { accessKeyId = null, roleArn, externalId } = input
    const role =
      roleArn === undefined
        ? { roleArn: stored.roleArn, externalId: stored.externalId }
        : { roleArn, externalId: externalId ?? null }
    return { credential: { ...stored, accessKeyId, ...role, updatedAt: now }, secret: secretOf(input) }
  },
  change(_stored, next, changes) {
    denyExpiry(changes)
    return placeChanged(next, changes)
  },
  view: (credential, common) => ({
    ...common,
    ...placeView(credential),
    method: 'iam',
    keyPreview: credential.accessKeyId && keyPreview(credential.accessKeyId),
    roleArn: credential.roleArn,
    hasExternalId: credential.externalId !== null,
    expiresAt: null,
  }),
  warnings({ accessKeyId }, { sessionToken }) {
    const isTemporary = accessKeyId?.startsWith('ASIA') === true
    return [
      ...(accessKeyId === null || /^A[KS]IA[A-Z2-7]{16}$/.test(accessKeyId)
        ? []
        : ['This does not look like an AWS access key id, which starts with AKIA or ASIA.']),
      ...(isTemporary && sessionToken === null
        ? ['Access key ids that start with ASIA are temporary and need their session token.']
        : []),
      ...(sessionToken === null
        ? []
        : ['Keys with a session token expire within hours and cannot be renewed. Prefer a role.']),
    ]
  },
  expiry: () => ({ at: null, soonMs: 0 }),
}

interface Keys {
  readonly secretAccessKey?: string | undefined
  readonly sessionToken?: string | undefined
}

function secretOf({ secretAccessKey, sessionToken }: Keys): SecretOf<'bedrock/iam'> {
  const secret = (value: string | undefined) => (value === undefined ? null : new Secret(value))
  return { method: 'iam', secretAccessKey: secret(secretAccessKey), sessionToken: secret(sessionToken) }
}
