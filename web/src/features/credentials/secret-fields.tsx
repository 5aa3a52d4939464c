// The fields that hold a secret, for adding and for rotating.
import type { CredentialView } from '@headgate/shared/credentials'
import { bedrockKeysUrl } from '@headgate/shared/regions'
import type { ReactNode } from 'react'
import { ExternalLink } from '../../components/external-link.tsx'
import { Field } from '../../components/field.tsx'
import { Input } from '../../components/input.tsx'
import { SecretInput } from '../../components/secret-input.tsx'
import type { FieldErrors } from '../../lib/form-issues.ts'
import type { CredentialKind } from './credential-kinds.ts'
import { FederationFields } from './federation-fields.tsx'
import { IamFields } from './iam-fields.tsx'
import { SubscriptionNote } from './subscription-note.tsx'
import { NOTE_FIELD } from './unread-note.ts'

interface AnthropicKeyFieldProps {
  readonly errors: FieldErrors
}

const ANTHROPIC_KEYS_URL = 'https://platform.claude.com/settings/keys'

function AnthropicKeyField({ errors }: AnthropicKeyFieldProps) {
  return (
    <>
      <ApiKeyField
        error={errors['apiKey']}
        hint={
          <>
            Starts with <code>sk-ant-api</code>. Create one in the{' '}
            <ExternalLink href={ANTHROPIC_KEYS_URL}>Claude Console</ExternalLink>.
          </>
        }
      />
      <SubscriptionNote error={errors[NOTE_FIELD]} />
    </>
  )
}

interface BedrockKeyFieldProps extends AnthropicKeyFieldProps {
  readonly region: string
}

function BedrockKeyField({ errors, region }: BedrockKeyFieldProps) {
  return (
    <>
      <ApiKeyField
        error={errors['apiKey']}
        hint={
          <>
            Starts with <code>ABSK</code> (long-term) or <code>bedrock-api-key-</code> (short-term, up to 12
            h). Create one in the <ExternalLink href={bedrockKeysUrl(region)}>AWS console</ExternalLink> for{' '}
            <span className="whitespace-nowrap">{region}</span>.
          </>
        }
      />
      <Field
        label="Key expires at"
        optional
        error={errors['expiresAt']}
        hint="Long-term keys only, in your local time. Headgate warns you 14 days before. Short-term keys carry their own expiry."
      >
        {(control) => <Input {...control} name="keyExpiresAt" type="datetime-local" />}
      </Field>
    </>
  )
}

function ApiKeyField({ error, hint }: { readonly error: string | undefined; readonly hint: ReactNode }) {
  return (
    <Field label="API key" error={error} hint={hint}>
      {(control) => <SecretInput {...control} name="apiKey" what="API key" />}
    </Field>
  )
}

function OAuthFields({ errors }: AnthropicKeyFieldProps) {
  return (
    <>
      <Field
        label="Access token"
        error={errors['accessToken']}
        hint={
          <>
            Starts with <code>sk-ant-oat</code>. After <code>ant auth login</code> the tokens are in{' '}
            <code>~/.config/anthropic/credentials/</code>.
          </>
        }
      >
        {(control) => <SecretInput {...control} name="accessToken" what="access token" />}
      </Field>
      <SubscriptionNote error={errors[NOTE_FIELD]} />
      <Field
        label="Refresh token"
        error={errors['refreshToken']}
        hint={
          <>
            Starts with <code>sk-ant-ort</code>.
          </>
        }
      >
        {(control) => <SecretInput {...control} name="refreshToken" what="refresh token" />}
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label="Expires at"
          error={errors['expiresAt']}
          hint="When the access token ends, in your time zone. It renews itself before, where signing in is set up."
        >
          {(control) => <Input {...control} name="expiresAt" type="datetime-local" />}
        </Field>
        <Field label="Scopes" optional error={errors['scopes']} hint="Separated by blanks.">
          {(control) => <Input {...control} name="scopes" placeholder="user:inference" spellCheck={false} />}
        </Field>
      </div>
    </>
  )
}

interface SecretFieldsOfProps extends AnthropicKeyFieldProps {
  readonly credential: CredentialView
}

/** The fields for the secret of a credential that exists. */
export function SecretFieldsOf({ credential, errors }: SecretFieldsOfProps) {
  switch (credential.method) {
    case 'oauth':
      return <OAuthFields errors={errors} />
    case 'workload_identity':
      return <FederationFields errors={errors} stored={credential} />
    case 'iam':
      return (
        <IamFields
          errors={errors}
          identity={credential.keyPreview === null ? 'machine' : 'keys'}
          roleArn={credential.roleArn}
          hasExternalId={credential.hasExternalId}
        />
      )
    case 'api_key':
      return credential.provider === 'bedrock' ? (
        <BedrockKeyField errors={errors} region={credential.region} />
      ) : (
        <AnthropicKeyField errors={errors} />
      )
  }
}

interface NewSecretFieldsProps extends AnthropicKeyFieldProps {
  readonly kind: CredentialKind
  readonly region: string
}

/** The fields for the secret of a credential that is being added. */
export function NewSecretFields({ kind, region, errors }: NewSecretFieldsProps) {
  switch (kind) {
    case 'anthropic-api-key':
      return <AnthropicKeyField errors={errors} />
    case 'anthropic-oauth':
      return <OAuthFields errors={errors} />
    case 'anthropic-workload-identity':
      return <FederationFields errors={errors} />
    case 'bedrock-api-key':
      return <BedrockKeyField errors={errors} region={region} />
    case 'bedrock-iam':
      return <IamFields errors={errors} />
  }
}
