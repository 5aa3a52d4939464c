import { useMutation } from '@tanstack/react-query'
import { invitePersonSchema } from '@headgate/shared/people'
import type { Role } from '@headgate/shared/system'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { CodeBlock } from '../../components/code-block.tsx'
import { Dialog, DialogActions } from '../../components/dialog.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { Field } from '../../components/field.tsx'
import { FormActions } from '../../components/form-actions.tsx'
import { Form } from '../../components/form.tsx'
import { Input } from '../../components/input.tsx'
import { checkForm, type FieldErrors } from '../../lib/form-issues.ts'
import { formText } from '../../lib/form-text.ts'
import { ROLES } from '../../lib/roles.ts'
import { trpc } from '../../lib/trpc.ts'
import { RoleField } from '../../components/role-field.tsx'

export function InviteDialog({ onClose }: { readonly onClose: () => void }) {
  const [errors, setErrors] = useState<FieldErrors>({})
  const invite = useMutation(trpc.users.invite.mutationOptions())

  const submit = (form: FormData) => {
    const name = formText(form, 'name').trim()
    const checked = checkForm(invitePersonSchema, {
      email: form.get('email'),
      role: form.get('role'),
      ...(name !== '' && { name }),
    })
    setErrors(checked.ok ? {} : checked.errors)
    if (checked.ok) invite.mutate(checked.value)
  }
  if (invite.data) return <ShowLink {...invite.data} onClose={onClose} />
  return (
    <Dialog title="Invite somebody" onClose={onClose}>
      <Form errors={errors} onSubmit={(form) => submit(new FormData(form))}>
        <Field label="Email" error={errors['email']} hint="They sign in with it. No mail is sent.">
          {(control) => <Input {...control} name="email" type="email" autoFocus />}
        </Field>
        <Field label="Name" optional error={errors['name']}>
          {(control) => <Input {...control} name="name" />}
        </Field>
        <RoleField initial="viewer" />
        {invite.error && <ErrorNotice title="Nobody is invited." error={invite.error} />}
        <FormActions action="Make invitation" busy={invite.isPending} onCancel={onClose} />
      </Form>
    </Dialog>
  )
}

interface ShowLinkProps {
  readonly email: string
  readonly role: Role
  readonly link: string
  readonly onClose: () => void
}

function ShowLink({ email, role, link, onClose }: ShowLinkProps) {
  return (
    <Dialog
      title="Hand this link over"
      description="It is shown this once, works once, and expires in 7 days."
      dismissable={false}
      onClose={onClose}
    >
      <div className="flex flex-col gap-4">
        <p className="wrap-anywhere">
          Whoever opens it joins as {email}, with the role {ROLES[role].label}.
        </p>
        <CodeBlock code={link} what="invitation link" wrap />
        <DialogActions>
          <Button variant="primary" onClick={onClose}>
            Done
          </Button>
        </DialogActions>
      </div>
    </Dialog>
  )
}
