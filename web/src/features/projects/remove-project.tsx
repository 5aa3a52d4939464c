import { useMutation } from '@tanstack/react-query'
import type { ProjectView } from '@headgate/shared/projects'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { countOf } from '../../lib/format-count.ts'
import { notify } from '../../lib/notify.ts'
import { trpc } from '../../lib/trpc.ts'

interface RemoveProjectProps {
  readonly project: ProjectView
  readonly onRemoved: () => void
}

export function RemoveProject({ project, onRemoved }: RemoveProjectProps) {
  const { id, name, slug, activeKeys } = project
  const [asking, setAsking] = useState(false)
  const remove = useMutation(
    trpc.projects.remove.mutationOptions({
      onSuccess() {
        notify(`${name} is removed.`)
        onRemoved()
      },
    }),
  )
  return (
    <>
      <Button variant="quietDanger" onClick={() => setAsking(true)}>
        Remove
      </Button>
      {asking && (
        <ConfirmDialog
          title={`Remove ${name}`}
          action="Remove project"
          typed={slug}
          busy={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate({ id })}
          onClose={() => setAsking(false)}
        >
          <p>
            {activeKeys === 0
              ? 'It has no active key.'
              : `Its ${countOf(activeKeys, 'active key')} ${activeKeys === 1 ? 'stops' : 'stop'} working at once and for good.`}
          </p>
          <p>Its credentials stay, and so do its recorded requests.</p>
        </ConfirmDialog>
      )}
    </>
  )
}
