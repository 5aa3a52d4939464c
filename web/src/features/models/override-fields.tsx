import { useQuery } from '@tanstack/react-query'
import type { ModelOverrideView } from '@headgate/shared/models'
import { Field } from '../../components/field.tsx'
import { Input, Select } from '../../components/input.tsx'
import type { FieldErrors } from '../../lib/form-issues.ts'
import { credentialsQuery } from '../../lib/queries.ts'
import { ALL_CREDENTIALS } from './check-override.ts'

interface FieldsProps {
  readonly listId: string
  readonly errors: FieldErrors
}

/** What an override is for. */
export function TargetFields({ listId, errors }: FieldsProps) {
  const credentials = useQuery(credentialsQuery()).data?.items ?? []
  return (
    <>
      <Field label="Model" error={errors['model']} hint="The name that clients use.">
        {(control) => (
          <Input {...control} name="model" list={listId} placeholder="claude-sonnet-4-5" spellCheck={false} />
        )}
      </Field>
      <Field
        label="Credential"
        error={errors['credentialId']}
        hint="An override of the same model and credential is replaced."
      >
        {(control) => (
          <Select {...control} name="credentialId" className="truncate">
            <option value={ALL_CREDENTIALS}>All Bedrock credentials</option>
            {credentials
              .filter(({ provider }) => provider === 'bedrock')
              .map(({ id, name, accountId }) => (
                <option key={id} value={id}>
                  {name} ({accountId})
                </option>
              ))}
          </Select>
        )}
      </Field>
    </>
  )
}

interface EffectFieldsProps extends FieldsProps {
  readonly edited: ModelOverrideView | null
}

/** What an override does. */
export function EffectFields({ listId, edited, errors }: EffectFieldsProps) {
  return (
    <>
      <Field
        label="Upstream model"
        optional
        error={errors['upstreamModel']}
        hint="Sent to Bedrock instead: the id or ARN of an inference profile."
      >
        {(control) => (
          <Input
            {...control}
            name="upstreamModel"
            defaultValue={edited?.upstreamModel ?? ''}
            placeholder="arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc"
            spellCheck={false}
          />
        )}
      </Field>
      <Field
        label="Base model"
        optional
        error={errors['baseModel']}
        hint="The Anthropic model behind it, where the ARN does not tell: decides capabilities, price, and the model named in answers."
      >
        {(control) => (
          <Input
            {...control}
            name="baseModel"
            list={listId}
            defaultValue={edited?.baseModel ?? ''}
            placeholder="claude-sonnet-4-5"
            spellCheck={false}
          />
        )}
      </Field>
      <Field
        label="Leave out betas"
        optional
        error={errors['dropBetas']}
        hint="With the fields that belong to them. Separated by blanks or commas."
      >
        {(control) => (
          <Input
            {...control}
            name="dropBetas"
            defaultValue={edited?.dropBetas.join(', ') ?? ''}
            placeholder="context-management-2025-06-27"
            spellCheck={false}
          />
        )}
      </Field>
      <Field
        label="Leave out fields"
        optional
        error={errors['dropFields']}
        hint="Paths into the request body; * stands for every item of a list."
      >
        {(control) => (
          <Input
            {...control}
            name="dropFields"
            defaultValue={edited?.dropFields.join(', ') ?? ''}
            placeholder="output_config.effort, tools.*.strict"
            spellCheck={false}
          />
        )}
      </Field>
    </>
  )
}
