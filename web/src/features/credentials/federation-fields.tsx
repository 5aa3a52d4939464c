// Which service account Anthropic takes the gateway's identity token for. None of it is secret.
import { useQuery } from '@tanstack/react-query'
import type { CredentialView } from '@headgate/shared/credentials'
import { Field } from '../../components/field.tsx'
import { Input } from '../../components/input.tsx'
import { Notice } from '../../components/notice.tsx'
import type { FieldErrors } from '../../lib/form-issues.ts'
import { systemStatusQuery } from '../../lib/queries.ts'

type WorkloadView = Extract<CredentialView, { method: 'workload_identity' }>
type FederationId = 'federationRuleId' | 'organizationId' | 'serviceAccountId' | 'workspaceId'

interface FederationFieldsProps {
  readonly errors: FieldErrors
  readonly stored?: Pick<WorkloadView, FederationId>
}

export function FederationFields({ errors, stored }: FederationFieldsProps) {
  const field = (name: FederationId, label: string, placeholder: string, hint: string) => (
    <Field label={label} error={errors[name]} hint={hint} optional={name === 'workspaceId'}>
      {(control) => (
        <Input
          {...control}
          name={name}
          defaultValue={stored?.[name] ?? ''}
          placeholder={placeholder}
          spellCheck={false}
          autoCapitalize="off"
          className="font-mono"
        />
      )}
    </Field>
  )
  return (
    <>
      <WithoutIdentityToken />
      {field(
        'federationRuleId',
        'Federation rule ID',
        'fdrl_...',
        'The rule in the Claude Console that trusts the issuer of this machine’s identity token.',
      )}
      {field(
        'organizationId',
        'Organization ID',
        '00000000-0000-0000-0000-000000000000',
        'The UUID of your Claude Console organization.',
      )}
      <div className="grid items-start gap-4 sm:grid-cols-2">
        {field(
          'serviceAccountId',
          'Service account ID',
          'svac_...',
          'The account that requests are made as.',
        )}
        {field('workspaceId', 'Workspace ID', 'default', 'Left empty, the default workspace.')}
      </div>
    </>
  )
}

/** One gets here by a bookmark, or when the variable was taken away. */
function WithoutIdentityToken() {
  const status = useQuery(systemStatusQuery()).data
  if (status === undefined || status.identityToken) return null
  return (
    <Notice tone="warn" title="This gateway has no identity token.">
      Requests fail until <code>HEADGATE_IDENTITY_TOKEN_FILE</code> is set where it runs.
    </Notice>
  )
}
