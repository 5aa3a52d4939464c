// From the edit form to an update. A changed endpoint takes the secret along.
import {
  rotateCredentialSchema,
  updateCredentialSchema,
  type CredentialView,
  type RotateCredential,
  type UpdateCredential,
} from '@headgate/shared/credentials'
import { checkForm, type Checked } from '../../lib/form-issues.ts'
import { readForce, readPlace, readSecret } from './read-form.ts'

type Edited = Pick<CredentialView, 'id' | 'provider' | 'method' | 'endpointUrl'>

export function checkEdit(
  { id, provider, method, endpointUrl }: Edited,
  fields: Readonly<Record<string, string>>,
): Checked<UpdateCredential> {
  const place = provider === 'bedrock' ? readPlace(fields) : {}
  const endpoint = fields['endpointUrl'] || null
  const plain = checkForm(updateCredentialSchema, {
    id,
    name: fields['name'],
    ...place,
    ...(endpoint === endpointUrl ? {} : { endpointUrl: endpoint }),
  })
  if (endpoint === endpointUrl) return plain
  const secret = checkForm(rotateCredentialSchema, {
    id,
    method,
    ...readSecret(method, fields),
    ...readForce(fields),
  })
  if (!plain.ok || !secret.ok) {
    return { ok: false, errors: { ...(plain.ok ? {} : plain.errors), ...(secret.ok ? {} : secret.errors) } }
  }
  const dated = secret.value.method === 'api_key' && secret.value.expiresAt !== undefined
  return {
    ok: true,
    value: {
      ...plain.value,
      ...(dated ? { expiresAt: secret.value.expiresAt } : {}),
      secret: secretOf(secret.value),
      ...readForce(fields),
    },
  }
}

/** An update tells signing keys and federations from other secrets by their method. */
function secretOf({
  id: _id,
  model: _model,
  force: _force,
  ...rotated
}: RotateCredential): UpdateCredential['secret'] {
  if (rotated.method === 'workload_identity') return rotated
  if (rotated.method === 'iam') {
    const { roleArn, ...keys } = rotated
    return { ...keys, ...(roleArn && { roleArn }) }
  }
  if (rotated.method === 'api_key') return { apiKey: rotated.apiKey }
  const { method: _method, ...secret } = rotated
  return secret
}
