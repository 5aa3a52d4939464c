import { useMutation } from '@tanstack/react-query'
import type { ProjectView } from '@headgate/shared/projects'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { errorFacts } from '../../lib/error-facts.ts'
import { formatExactCount } from '../../lib/format-count.ts'
import { notify } from '../../lib/notify.ts'
import { trpc } from '../../lib/trpc.ts'

/** Turns a project on at once, and off after asking. */
export function ProjectSwitch({ project }: { readonly project: ProjectView }) {
  const { id, name, enabled, activeKeys } = project
  const [asking, setAsking] = useState(false)
  const update = useMutation(
    trpc.projects.update.mutationOptions({
      onSuccess(saved) {
        notify(`${saved.name} is ${saved.enabled ? 'enabled' : 'disabled'}.`)
        setAsking(false)
      },
    }),
  )
  if (!enabled) {
    return (
      <div className="flex items-center gap-3">
        {update.error && (
          <span role="alert" className="text-xs text-bad">
            {errorFacts(update.error).message}
          </span>
        )}
        <Button busy={update.isPending} onClick={() => update.mutate({ id, enabled: true })}>
          Enable
        </Button>
      </div>
    )
  }
  return (
    <>
      <Button onClick={() => setAsking(true)}>Disable</Button>
      {asking && (
        <ConfirmDialog
          title={`Disable ${name}`}
          action="Disable project"
          busy={update.isPending}
          error={update.error}
          onConfirm={() => update.mutate({ id, enabled: false })}
          onClose={() => setAsking(false)}
        >
          <p>
            Calls with its keys ({formatExactCount(activeKeys)} active) are answered with 401 until you enable
            it again.
          </p>
        </ConfirmDialog>
      )}
    </>
  )
}
