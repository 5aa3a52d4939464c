// What an owner does to one person or invitation.
import { useMutation } from '@tanstack/react-query'
import { setRoleSchema, type InvitationView, type PersonView } from '@headgate/shared/people'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { FormActions } from '../../components/form-actions.tsx'
import { Form } from '../../components/form.tsx'
import { notify } from '../../lib/notify.ts'
import { trpc } from '../../lib/trpc.ts'
import { RoleField } from '../../components/role-field.tsx'
import { ROLES } from '../../lib/roles.ts'

export type OpenPersonDialog =
  | { readonly kind: 'role' | 'remove' | 'sessions'; readonly person: PersonView }
  | { readonly kind: 'invitation'; readonly invitation: InvitationView }

interface PersonDialogProps {
  readonly open: OpenPersonDialog
  readonly onClose: () => void
}

export function PersonDialog({ open, onClose }: PersonDialogProps) {
  switch (open.kind) {
    case 'role':
      return <RoleDialog person={open.person} onClose={onClose} />
    case 'remove':
      return <RemoveDialog person={open.person} onClose={onClose} />
    case 'sessions':
      return <SignOutDialog person={open.person} onClose={onClose} />
    case 'invitation':
      return <RevokeDialog invitation={open.invitation} onClose={onClose} />
  }
}

interface OfPerson {
  readonly person: PersonView
  readonly onClose: () => void
}

/** Says what was done, and closes. */
function done(onClose: () => void, text: string) {
  notify(text)
  onClose()
}

function RoleDialog({ person, onClose }: OfPerson) {
  const setRole = useMutation(
    trpc.users.setRole.mutationOptions({
      onSuccess: ({ name, role }) => done(onClose, `${name} is ${ROLES[role].label.toLowerCase()} now.`),
    }),
  )
  const submit = (form: FormData) => {
    const wanted = setRoleSchema.safeParse({ id: person.id, role: form.get('role') })
    if (wanted.success) setRole.mutate(wanted.data)
  }
  return (
    <Dialog title={`Role of ${person.name}`} onClose={onClose}>
      <Form onSubmit={(form) => submit(new FormData(form))}>
        <RoleField initial={person.role} />
        {setRole.error && <ErrorNotice title="The role is not changed." error={setRole.error} />}
        <FormActions action="Change role" busy={setRole.isPending} onCancel={onClose} />
      </Form>
    </Dialog>
  )
}

function RemoveDialog({ person: { id, name, email }, onClose }: OfPerson) {
  const remove = useMutation(
    trpc.users.remove.mutationOptions({ onSuccess: () => done(onClose, `${name} is removed.`) }),
  )
  return (
    <ConfirmDialog
      title={`Remove ${name}`}
      action="Remove person"
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate({ id })}
      onClose={onClose}
    >
      <p>{email} is signed out everywhere at once and cannot sign in any more.</p>
      <p className="text-n7">
        Invitations and API tokens they have made stop working. Keys of projects stay.
      </p>
    </ConfirmDialog>
  )
}

function SignOutDialog({ person: { id, name }, onClose }: OfPerson) {
  const end = useMutation(
    trpc.users.endSessions.mutationOptions({ onSuccess: () => done(onClose, `${name} is signed out.`) }),
  )
  return (
    <ConfirmDialog
      title={`Sign out ${name}`}
      action="End all sessions"
      busy={end.isPending}
      error={end.error}
      onConfirm={() => end.mutate({ id })}
      onClose={onClose}
    >
      <p>All sessions end at once. {name} can sign in again.</p>
    </ConfirmDialog>
  )
}

function RevokeDialog({
  invitation: { id, email },
  onClose,
}: {
  readonly invitation: InvitationView
  readonly onClose: () => void
}) {
  const revoke = useMutation(
    trpc.users.revokeInvitation.mutationOptions({
      onSuccess: () => done(onClose, `The invitation of ${email} is revoked.`),
    }),
  )
  return (
    <ConfirmDialog
      title={`Revoke the invitation of ${email}`}
      action="Revoke invitation"
      busy={revoke.isPending}
      error={revoke.error}
      onConfirm={() => revoke.mutate({ id })}
      onClose={onClose}
    >
      <p>The link stops working. You can invite {email} again.</p>
    </ConfirmDialog>
  )
}
