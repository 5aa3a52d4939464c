// Who signs the requests of a Bedrock credential, and the role it takes on for that.
import { useState } from 'react'
import { ExternalLink } from '../../components/external-link.tsx'
import { Field } from '../../components/field.tsx'
import { Input } from '../../components/input.tsx'
import { RadioList } from '../../components/radio-list.tsx'
import { SecretInput } from '../../components/secret-input.tsx'
import type { FieldErrors } from '../../lib/form-issues.ts'
import type { SignerIdentity } from './read-form.ts'

interface IamFieldsProps {
  readonly errors: FieldErrors
  readonly identity?: SignerIdentity
  readonly roleArn?: string | null
  /** Whether one is stored that cannot be shown. */
  readonly hasExternalId?: boolean
}

const ACCESS_KEYS_URL = 'https://console.aws.amazon.com/iam/home#/security_credentials'

const IDENTITIES = [
  {
    value: 'keys',
    label: 'Access keys',
    meaning: 'Keys of an IAM user, or temporary ones with a session token.',
  },
  {
    value: 'machine',
    label: 'This machine’s AWS identity',
    meaning:
      'Whatever the AWS default chain finds where the gateway runs: an instance or task role, a service account, environment variables. No secret is stored.',
  },
] as const satisfies readonly { value: SignerIdentity; label: string; meaning: string }[]

export function IamFields({
  errors,
  identity: initial = 'keys',
  roleArn: initialRole = null,
  hasExternalId = false,
}: IamFieldsProps) {
  const [identity, setIdentity] = useState<SignerIdentity>(initial)
  const [roleArn, setRoleArn] = useState(initialRole ?? '')
  return (
    <>
      <RadioList
        legend="Identity"
        name="identity"
        options={IDENTITIES}
        value={identity}
        onChange={setIdentity}
      />
      {identity === 'keys' && <AccessKeyFields errors={errors} />}
      <Field
        label="Role ARN"
        optional
        error={errors['roleArn']}
        hint="A role that this identity assumes, as for access to another AWS account. Its keys renew themselves."
      >
        {(control) => (
          <Input
            {...control}
            name="roleArn"
            value={roleArn}
            onChange={(event) => setRoleArn(event.target.value)}
            placeholder="arn:aws:iam::123456789012:role/headgate"
            spellCheck={false}
            className="font-mono"
          />
        )}
      </Field>
      {roleArn.trim() !== '' && (
        <Field
          label="External ID"
          optional
          error={errors['externalId']}
          hint={
            hasExternalId
              ? 'One is stored and cannot be shown. Enter it again, or the role is assumed without one.'
              : 'Only when the trust policy of the role asks for one.'
          }
        >
          {(control) => <SecretInput {...control} name="externalId" what="external ID" />}
        </Field>
      )}
    </>
  )
}

function AccessKeyFields({ errors }: { readonly errors: FieldErrors }) {
  return (
    <>
      <Field
        label="Access key ID"
        error={errors['accessKeyId']}
        hint={
          <>
            Starts with <code>AKIA</code>, or with <code>ASIA</code> when it is temporary. Create one in the{' '}
            <ExternalLink href={ACCESS_KEYS_URL}>AWS console</ExternalLink>.
          </>
        }
      >
        {(control) => (
          <Input
            {...control}
            name="accessKeyId"
            spellCheck={false}
            autoCapitalize="off"
            data-1p-ignore
            data-lpignore="true"
            className="font-mono"
          />
        )}
      </Field>
      <Field label="Secret access key" error={errors['secretAccessKey']}>
        {(control) => <SecretInput {...control} name="secretAccessKey" what="secret access key" />}
      </Field>
      <Field
        label="Session token"
        optional
        error={errors['sessionToken']}
        hint="Of temporary keys only. They expire within hours and are not renewed: prefer a role."
      >
        {(control) => <SecretInput {...control} name="sessionToken" what="session token" />}
      </Field>
    </>
  )
}
