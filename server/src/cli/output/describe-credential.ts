// A credential in words: its kind and its state.
import { CREDENTIAL_KINDS } from '@headgate/shared/credential-kinds'
import type { CredentialStatus, CredentialView } from '@headgate/shared/credentials'
import type { CredentialKind } from '@headgate/shared/providers'
import { SURFACES } from '@headgate/shared/surfaces'
import type { Tone } from './screen.ts'

/** The same words as in the console. */
export const STATUSES: Readonly<Record<CredentialStatus, { readonly word: string; readonly tone: Tone }>> = {
  ready: { word: 'Ready', tone: 'good' },
  expiring_soon: { word: 'Expiring', tone: 'bad' },
  expired: { word: 'Expired', tone: 'bad' },
  cooling: { word: 'Cooling down', tone: 'bad' },
  rejected: { word: 'Rejected', tone: 'bad' },
  disabled: { word: 'Disabled', tone: 'dim' },
}

export function titleOf({ provider, method }: Pick<CredentialView, 'provider' | 'method'>): string {
  return CREDENTIAL_KINDS[`${provider}/${method}` as CredentialKind].title
}

/** Such as "AWS Bedrock, API key, InvokeModel in us-east-1". */
export function describeKind(credential: CredentialView): string {
  const title = titleOf(credential)
  return credential.provider === 'bedrock'
    ? `${title}, ${SURFACES[credential.surface].label} in ${credential.region}`
    : title
}
