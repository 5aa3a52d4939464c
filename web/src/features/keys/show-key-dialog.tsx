// The one time a key is seen. It stays until someone says that it is stored.
import { useQuery } from '@tanstack/react-query'
import { useBlocker } from '@tanstack/react-router'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { ClientSnippets } from '../../components/client-snippets.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { Dialog, DialogActions } from '../../components/dialog.tsx'
import { Notice } from '../../components/notice.tsx'
import { systemStatusQuery } from '../../lib/queries.ts'

interface ShowKeyDialogProps {
  readonly apiKey: string
  readonly onClose: () => void
}

export function ShowKeyDialog({ apiKey, onClose }: ShowKeyDialogProps) {
  const [stored, setStored] = useState(false)
  const [heldBack, setHeldBack] = useState(false)
  const status = useQuery(systemStatusQuery())
  useBlocker({
    shouldBlockFn: () => {
      setHeldBack(!stored)
      return !stored
    },
    enableBeforeUnload: () => !stored,
  })
  return (
    <Dialog
      title="Store this key now"
      description="It is shown this once. Headgate keeps only a digest and cannot show it again."
      wide
      dismissable={false}
      onClose={onClose}
    >
      <div className="flex flex-col gap-4">
        <div className="flex items-center gap-2 rounded-lg border border-n6 bg-n1 py-2 pr-2 pl-3">
          <output aria-label="Key" className="min-w-0 grow font-mono text-sm break-all">
            {apiKey}
          </output>
          <CopyButton text={apiKey} what="key" label="Copy" autoFocus className="border border-n5 px-1.5" />
        </div>
        <ClientSnippets baseUrl={status.data?.publicUrl ?? location.origin} apiKey={apiKey} />
        {heldBack && !stored && (
          <Notice tone="warn" live>
            You stay here until you say that the key is stored: it is lost otherwise.
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
