import { Button } from './button.tsx'
import { DialogActions } from './dialog.tsx'

interface FormActionsProps {
  /** A verb: `Create key`. */
  readonly action: string
  readonly busy: boolean
  readonly onCancel: () => void
}

/** The last line of a form in a dialog. */
export function FormActions({ action, busy, onCancel }: FormActionsProps) {
  return (
    <DialogActions>
      <Button onClick={onCancel}>Cancel</Button>
      <Button type="submit" variant="primary" busy={busy}>
        {action}
      </Button>
    </DialogActions>
  )
}
