// Asks for the password again before something that whoever finds an open session must not do.
import { Dialog } from '../../components/dialog.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { Field } from '../../components/field.tsx'
import { FormActions } from '../../components/form-actions.tsx'
import { Form } from '../../components/form.tsx'
import { SecretInput } from '../../components/secret-input.tsx'
import { formText } from '../../lib/form-text.ts'

interface PasswordDialogProps {
  readonly title: string
  readonly action: string
  readonly busy: boolean
  readonly error: unknown
  readonly onPassword: (password: string) => void
  readonly onClose: () => void
}

export function PasswordDialog({ title, action, busy, error, onPassword, onClose }: PasswordDialogProps) {
  return (
    <Dialog title={title} onClose={onClose}>
      <Form onSubmit={(form) => onPassword(formText(new FormData(form), 'password'))}>
        <Field label="Your password">
          {(control) => (
            <SecretInput
              {...control}
              name="password"
              what="your password"
              autoComplete="current-password"
              autoFocus
            />
          )}
        </Field>
        {error !== null && <ErrorNotice title="That did not work." error={error} />}
        <FormActions action={action} busy={busy} onCancel={onClose} />
      </Form>
    </Dialog>
  )
}
