import { useMutation } from '@tanstack/react-query'
import type { CredentialView } from '@headgate/shared/credentials'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { countOf } from '../../lib/format-count.ts'
import { notify } from '../../lib/notify.ts'
import { trpc } from '../../lib/trpc.ts'

interface RemoveCredentialDialogProps {
  readonly credential: CredentialView
  readonly onClose: () => void
}

export function RemoveCredentialDialog({ credential, onClose }: RemoveCredentialDialogProps) {
  const { id, name, accountId, projects } = credential
  const remove = useMutation(
    trpc.credentials.remove.mutationOptions({
      onSuccess() {
        notify(`${name} is removed.`)
        onClose()
      },
    }),
  )
  return (
    <ConfirmDialog
      title={`Remove ${name}`}
      action="Remove credential"
      typed={accountId}
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate({ id })}
      onClose={onClose}
    >
      <p>Its secret is deleted and cannot be brought back. Recorded requests stay.</p>
      {projects.length === 0 ? (
        <p>No project uses it.</p>
      ) : (
        <>
          <p>It leaves the pool of {countOf(projects.length, 'project')}:</p>
          <ul className="list-disc pl-5">
            {projects.map((slug) => (
              <li key={slug} className="font-medium">
                {slug}
              </li>
            ))}
          </ul>
        </>
      )}
    </ConfirmDialog>
  )
}
