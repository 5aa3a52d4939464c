import type { ChangeEvent } from 'react'
import type { Provider } from '@headgate/shared/providers'
import { Field } from '../../components/field.tsx'
import { Input } from '../../components/input.tsx'

interface EndpointFieldProps {
  readonly provider: Provider
  readonly initial?: string | null
  readonly error: string | undefined
  readonly onChange?: (event: ChangeEvent<HTMLInputElement>) => void
}

const EXAMPLES: Readonly<Record<Provider, string>> = {
  anthropic: 'https://proxy.example.com',
  bedrock: 'https://vpce-0abc.bedrock-runtime.us-east-1.vpce.amazonaws.com',
}

/** Out of the way, because few need it. */
export function EndpointField({ provider, initial = null, error, onChange }: EndpointFieldProps) {
  return (
    <details open={initial !== null || error !== undefined} className="group">
      <summary className="w-fit rounded text-sm font-medium text-n7 hover:text-n8">Advanced</summary>
      <div className="mt-3">
        <Field
          label="Endpoint URL"
          optional
          error={error}
          hint="Replaces the provider's own host, for a VPC endpoint or a regional proxy. The secret is sent there."
        >
          {(control) => (
            <Input
              {...control}
              name="endpointUrl"
              type="url"
              inputMode="url"
              spellCheck={false}
              defaultValue={initial ?? ''}
              placeholder={EXAMPLES[provider]}
              onChange={onChange}
            />
          )}
        </Field>
      </div>
    </details>
  )
}
