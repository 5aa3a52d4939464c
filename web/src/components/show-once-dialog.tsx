// The one time a secret that was made here is seen. It stays until someone says that it is stored.
import { useBlocker } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { Button } from './button.tsx'
import { CopyButton } from './copy-button.tsx'
import { Dialog, DialogActions } from './dialog.tsx'
import { Notice } from './notice.tsx'

interface ShowOnceDialogProps {
  /** As in `Store this key now`. */
  readonly what: string
  readonly secret: string
  readonly onClose: () => void
  /** How it is used. */
  readonly children: ReactNode
}

export function ShowOnceDialog({ what, secret, onClose, children }: ShowOnceDialogProps) {
  const [stored, setStored] = useState(false)
  const [heldBack, setHeldBack] = useState(false)
  useBlocker({
    shouldBlockFn: () => {
      setHeldBack(!stored)
      return !stored
    },
    enableBeforeUnload: () => !stored,
  })
  return (
    <Dialog
      title={`Store this ${what} now`}
      description="It is shown this once. Headgate keeps only a digest and cannot show it again."
      wide
      dismissable={false}
      onClose={onClose}
    >
      <div className="flex flex-col gap-4">
        <div className="flex items-center gap-2 rounded-lg border border-n6 bg-n1 py-2 pr-2 pl-3">
          <output aria-label={capitalized(what)} className="min-w-0 grow font-mono text-sm break-all">
            {secret}
          </output>
          <CopyButton text={secret} what={what} label="Copy" autoFocus className="border border-n5 px-1.5" />
        </div>
        {children}
        {heldBack && !stored && (
          <Notice tone="warn" live>
            You stay here until you say that the {what} is stored: it is lost otherwise.
          </Notice>
        )}
        <DialogActions>
          <label className="mr-auto flex items-center gap-2 text-sm">
            <input
              type="checkbox"
              checked={stored}
              onChange={(event) => setStored(event.target.checked)}
              className="size-4 accent-accent"
            />
            I stored it
          </label>
          <Button variant="primary" disabled={!stored} onClick={onClose}>
            Done
          </Button>
        </DialogActions>
      </div>
    </Dialog>
  )
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
