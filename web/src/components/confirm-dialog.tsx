// Asks before something that others will notice; for the worst of it, the name has to be typed.
import { useState, type ReactNode } from 'react'
import { Button } from './button.tsx'
import { Dialog, DialogActions } from './dialog.tsx'
import { ErrorNotice } from './error-notice.tsx'
import { Field } from './field.tsx'
import { Input } from './input.tsx'

interface ConfirmDialogProps {
  readonly title: string
  /** A verb: `Revoke key`. */
  readonly action: string
  /** When given, it must be typed. */
  readonly typed?: string
  readonly busy: boolean
  readonly error: unknown
  readonly onConfirm: () => void
  readonly onClose: () => void
  /** What will happen. */
  readonly children: ReactNode
}

export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, action, typed, busy, error, onConfirm, onClose, children } = props
  const [text, setText] = useState('')
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          onConfirm()
        }}
      >
        <div className="flex flex-col gap-2 wrap-anywhere">{children}</div>
        {typed !== undefined && (
          <Field label={`Type ${typed} to confirm`}>
            {(control) => (
              <Input
                {...control}
                value={text}
                spellCheck={false}
                onChange={(event) => setText(event.target.value)}
              />
            )}
          </Field>
        )}
        {error !== null && <ErrorNotice title="That did not work." error={error} />}
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="danger" busy={busy} disabled={typed !== undefined && text !== typed}>
            {action}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
