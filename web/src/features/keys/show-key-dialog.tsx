import { useQuery } from '@tanstack/react-query'
import { ClientSnippets } from '../../components/client-snippets.tsx'
import { ShowOnceDialog } from '../../components/show-once-dialog.tsx'
import { systemStatusQuery } from '../../lib/queries.ts'

interface ShowKeyDialogProps {
  readonly apiKey: string
  readonly onClose: () => void
}

/** The one time a key is seen. */
export function ShowKeyDialog({ apiKey, onClose }: ShowKeyDialogProps) {
  const status = useQuery(systemStatusQuery())
  return (
    <ShowOnceDialog what="key" secret={apiKey} onClose={onClose}>
      <ClientSnippets baseUrl={status.data?.publicUrl ?? location.origin} apiKey={apiKey} />
    </ShowOnceDialog>
  )
}
