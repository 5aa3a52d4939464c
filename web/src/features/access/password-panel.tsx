import { useMutation } from '@tanstack/react-query'
import { PASSWORD_MIN_LENGTH } from '@headgate/shared/passwords'
import { changePasswordSchema } from '@headgate/shared/sessions'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { Field } from '../../components/field.tsx'
import { Form } from '../../components/form.tsx'
import { Panel } from '../../components/panel.tsx'
import { SecretInput } from '../../components/secret-input.tsx'
import { checkForm, type FieldErrors } from '../../lib/form-issues.ts'
import { notify } from '../../lib/notify.ts'
import { trpc } from '../../lib/trpc.ts'

export function PasswordPanel() {
  const [errors, setErrors] = useState<FieldErrors>({})
  const change = useMutation(trpc.session.changePassword.mutationOptions())
  const submit = (element: HTMLFormElement) => {
    const checked = checkForm(changePasswordSchema, Object.fromEntries(new FormData(element)))
    setErrors(checked.ok ? {} : checked.errors)
    if (!checked.ok) return
    change.mutate(checked.value, {
      onSuccess() {
        element.reset()
        notify('Your password is changed. Other sessions have ended.')
      },
    })
  }
  return (
    <Panel title="Password" padded>
      <Form label="Password" errors={errors} onSubmit={submit}>
        <Field label="Current password" error={errors['currentPassword']}>
          {(control) => (
            <SecretInput
              {...control}
              name="currentPassword"
              what="current password"
              autoComplete="current-password"
            />
          )}
        </Field>
        <Field
          label="New password"
          error={errors['password']}
          hint={`At least ${PASSWORD_MIN_LENGTH} characters.`}
        >
          {(control) => (
            <SecretInput {...control} name="password" what="new password" autoComplete="new-password" />
          )}
        </Field>
        {change.error && <ErrorNotice title="The password is not changed." error={change.error} />}
        <div>
          <Button type="submit" busy={change.isPending}>
            Change password
          </Button>
        </div>
      </Form>
    </Panel>
  )
}
