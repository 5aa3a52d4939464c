import { useState } from 'react'
import { Field } from '../../components/field.tsx'
import { Input } from '../../components/input.tsx'
import type { FieldErrors } from '../../lib/form-issues.ts'
import { suggestAccountId } from '@headgate/shared/suggest-account-id'

interface NameFieldsProps {
  readonly idPrefix: string
  readonly errors: FieldErrors
}

/** The account id follows the name until someone writes it themselves. */
export function NameFields({ idPrefix, errors }: NameFieldsProps) {
  const [name, setName] = useState('')
  const [ownId, setOwnId] = useState<string | null>(null)
  return (
    <div className="grid items-start gap-4 sm:grid-cols-2">
      <Field label="Name" error={errors['name']} hint="For people, as in “Research org”.">
        {(control) => (
          <Input {...control} name="name" value={name} onChange={(event) => setName(event.target.value)} />
        )}
      </Field>
      <Field
        label="Credential ID"
        error={errors['accountId']}
        hint={
          <>
            For clients and logs, as in <code>x-headgate-credential</code>. It cannot be changed later.
          </>
        }
      >
        {(control) => (
          <Input
            {...control}
            name="accountId"
            spellCheck={false}
            className="font-mono"
            value={ownId ?? suggestAccountId(idPrefix, name)}
            onChange={(event) => setOwnId(event.target.value)}
          />
        )}
      </Field>
    </div>
  )
}
