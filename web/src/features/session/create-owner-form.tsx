import { useMutation } from '@tanstack/react-query'
import { PASSWORD_MIN_LENGTH } from '@headgate/shared/passwords'
import { createOwnerSchema, type CreateOwner } from '@headgate/shared/system'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { Field } from '../../components/field.tsx'
import { Form } from '../../components/form.tsx'
import { Input } from '../../components/input.tsx'
import { SecretInput } from '../../components/secret-input.tsx'
import { signIn } from '../../lib/auth.ts'
import { checkForm, type FieldErrors } from '../../lib/form-issues.ts'
import { client } from '../../lib/trpc.ts'

interface CreateOwnerFormProps {
  readonly code: string
  readonly onSignedIn: () => Promise<unknown>
}

export function CreateOwnerForm({ code, onSignedIn }: CreateOwnerFormProps) {
  const [errors, setErrors] = useState<FieldErrors>({})
  const enter = useMutation({
    meta: { changesNothing: true },
    mutationFn: async (owner: CreateOwner) => {
      await client.setup.createOwner.mutate(owner)
      await signIn(owner.email, owner.password)
      await onSignedIn()
    },
  })

  const submit = (form: HTMLFormElement) => {
    const checked = checkForm(createOwnerSchema, { ...Object.fromEntries(new FormData(form)), code })
    setErrors(checked.ok ? {} : checked.errors)
    if (checked.ok) enter.mutate(checked.value)
  }
  return (
    <Form errors={errors} onSubmit={submit}>
      <Field label="Your name" error={errors['name']}>
        {(control) => <Input {...control} name="name" autoFocus autoComplete="name" />}
      </Field>
      <Field label="Email" error={errors['email']} hint="You sign in with it. No mail is sent.">
        {(control) => <Input {...control} name="email" type="email" autoComplete="username" />}
      </Field>
      <Field label="Password" error={errors['password']} hint={`At least ${PASSWORD_MIN_LENGTH} characters.`}>
        {(control) => (
          <SecretInput {...control} name="password" what="password" autoComplete="new-password" />
        )}
      </Field>
      {enter.error && <ErrorNotice title="The account could not be created." error={enter.error} />}
      <Button type="submit" variant="primary" busy={enter.isPending}>
        Create owner
      </Button>
    </Form>
  )
}
