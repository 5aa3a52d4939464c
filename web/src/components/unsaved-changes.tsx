import { useBlocker } from '@tanstack/react-router'
import { ConfirmDialog } from './confirm-dialog.tsx'

interface UnsavedChangesProps {
  readonly exist: boolean
  /** As in `The routing`. */
  readonly what: string
}

/** Asks before the view is left while something in it is not saved. Not to be put into a form: it is one itself. */
export function UnsavedChanges({ exist, what }: UnsavedChangesProps) {
  const leaving = useBlocker({
    shouldBlockFn: () => exist,
    enableBeforeUnload: () => exist,
    withResolver: true,
  })
  if (leaving.status !== 'blocked') return null
  return (
    <ConfirmDialog
      title="Leave without saving?"
      action="Discard changes"
      busy={false}
      error={null}
      onConfirm={leaving.proceed}
      onClose={leaving.reset}
    >
      <p>{what} has changes that are not saved. They are lost when you leave.</p>
    </ConfirmDialog>
  )
}
