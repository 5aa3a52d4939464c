import { useMutation } from '@tanstack/react-query'
import { apiTokenRoleSchema, createApiTokenSchema } from '@headgate/shared/api-tokens'
import { useState } from 'react'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { Field } from '../../components/field.tsx'
import { FormActions } from '../../components/form-actions.tsx'
import { Form } from '../../components/form.tsx'
import { Input } from '../../components/input.tsx'
import { LifetimeField } from '../../components/lifetime-field.tsx'
import { RoleField } from '../../components/role-field.tsx'
import { ShowOnceDialog } from '../../components/show-once-dialog.tsx'
import { errorFacts } from '../../lib/error-facts.ts'
import { checkForm, fieldErrors, type FieldErrors } from '../../lib/form-issues.ts'
import { trpc } from '../../lib/trpc.ts'
import { TokenExample } from './token-example.tsx'

const DAY_MS = 24 * 60 * 60 * 1000
/** A year is the longest that the gateway allows. */
const LIFETIMES = [
  { days: 1, label: 'In a day' },
  { days: 7, label: 'In 7 days' },
  { days: 30, label: 'In 30 days' },
  { days: 90, label: 'In 90 days' },
  { days: 365, label: 'In a year' },
] as const
const USUAL_DAYS = 90

export function CreateApiTokenDialog({ onClose }: { readonly onClose: () => void }) {
  const [errors, setErrors] = useState<FieldErrors>({})
  const create = useMutation(trpc.apiTokens.create.mutationOptions())

  const submit = (form: FormData) => {
    const checked = checkForm(createApiTokenSchema, {
      name: form.get('name'),
      role: form.get('role'),
      expiresAt: new Date(Date.now() + Number(form.get('days')) * DAY_MS).toISOString(),
    })
    setErrors(checked.ok ? {} : checked.errors)
    if (!checked.ok) return
    create.mutate(checked.value, {
      onError: (error) => setErrors(fieldErrors(errorFacts(error).issues)),
    })
  }
  if (create.data) {
    const { token } = create.data
    return (
      <ShowOnceDialog what="API token" secret={token} onClose={onClose}>
        <TokenExample token={token} />
      </ShowOnceDialog>
    )
  }
  return (
    <Dialog title="Create API token" onClose={onClose}>
      <Form errors={errors} onSubmit={(form) => submit(new FormData(form))}>
        <Field label="Name" error={errors['name']} hint="What will use it, as in “Deploy script”.">
          {(control) => <Input {...control} name="name" autoFocus />}
        </Field>
        <RoleField initial="viewer" roles={apiTokenRoleSchema.options.toReversed()} />
        <LifetimeField
          lifetimes={LIFETIMES}
          initial={USUAL_DAYS}
          error={errors['expiresAt']}
          hint="A year at most."
        />
        {create.error && <ErrorNotice title="The API token is not created." error={create.error} />}
        <FormActions action="Create API token" busy={create.isPending} onCancel={onClose} />
      </Form>
    </Dialog>
  )
}
