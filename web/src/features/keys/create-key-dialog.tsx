import { useMutation } from '@tanstack/react-query'
import { createKeySchema } from '@headgate/shared/keys'
import { useState } from 'react'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { Field } from '../../components/field.tsx'
import { FormActions } from '../../components/form-actions.tsx'
import { Form } from '../../components/form.tsx'
import { Input } from '../../components/input.tsx'
import { LifetimeField } from '../../components/lifetime-field.tsx'
import { checkForm, type FieldErrors } from '../../lib/form-issues.ts'
import { trpc } from '../../lib/trpc.ts'
import { ShowKeyDialog } from './show-key-dialog.tsx'

interface CreateKeyDialogProps {
  readonly projectId: string
  readonly onClose: () => void
}

const DAY_MS = 24 * 60 * 60 * 1000
const LIFETIMES = [
  { days: 0, label: 'Never' },
  { days: 7, label: 'In 7 days' },
  { days: 30, label: 'In 30 days' },
  { days: 90, label: 'In 90 days' },
  { days: 365, label: 'In a year' },
] as const

export function CreateKeyDialog({ projectId, onClose }: CreateKeyDialogProps) {
  const [errors, setErrors] = useState<FieldErrors>({})
  const create = useMutation(trpc.keys.create.mutationOptions())

  const submit = (form: FormData) => {
    const days = Number(form.get('days'))
    const checked = checkForm(createKeySchema, {
      projectId,
      name: form.get('name'),
      ...(days > 0 ? { expiresAt: new Date(Date.now() + days * DAY_MS).toISOString() } : {}),
    })
    setErrors(checked.ok ? {} : checked.errors)
    if (checked.ok) create.mutate(checked.value)
  }
  if (create.data) return <ShowKeyDialog apiKey={create.data.key} onClose={onClose} />
  return (
    <Dialog title="Create key" onClose={onClose}>
      <Form errors={errors} onSubmit={(form) => submit(new FormData(form))}>
        <Field
          label="Name"
          error={errors['name']}
          hint="Who or what will use it, as in “CI” or “Ada, laptop”."
        >
          {(control) => <Input {...control} name="name" autoFocus />}
        </Field>
        <LifetimeField lifetimes={LIFETIMES} initial={0} error={errors['expiresAt']} />
        {create.error && <ErrorNotice title="The key is not created." error={create.error} />}
        <FormActions action="Create key" busy={create.isPending} onCancel={onClose} />
      </Form>
    </Dialog>
  )
}
