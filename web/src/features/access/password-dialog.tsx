// Asks for the password again before something that whoever finds an open session must not do.
import { Dialog } from '../../components/dialog.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { Field } from '../../components/field.tsx'
import { FormActions } from '../../components/form-actions.tsx'
import { Form } from '../../components/form.tsx'
import { Input } from '../../components/input.tsx'
import { SecretInput } from '../../components/secret-input.tsx'
import { formText } from '../../lib/form-text.ts'

interface PasswordDialogProps {
  readonly title: string
  readonly action: string
  readonly busy: boolean
  readonly error: unknown
  /** Whether the second factor is asked for as well. */
  readonly withCode?: boolean
  readonly onPassword: (password: string, code: string) => void
  readonly onClose: () => void
}

export function PasswordDialog({
  title,
  action,
  busy,
  error,
  withCode = false,
  onPassword,
  onClose,
}: PasswordDialogProps) {
  const submit = (form: FormData) => onPassword(formText(form, 'password'), formText(form, 'code').trim())
  return (
    <Dialog title={title} onClose={onClose}>
      <Form onSubmit={(form) => submit(new FormData(form))}>
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
        {withCode && (
          <Field label="Code" hint="Six digits of your authenticator, or a recovery code.">
            {(control) => <Input {...control} name="code" autoComplete="one-time-code" spellCheck={false} />}
          </Field>
        )}
        {error !== null && <ErrorNotice title="That did not work." error={error} />}
        <FormActions action={action} busy={busy} onCancel={onClose} />
      </Form>
    </Dialog>
  )
}
