import type { SavedCredential } from '@headgate/shared/credentials'
import { Button } from '../../components/button.tsx'
import { SecretWarnings } from './secret-warnings.tsx'

interface SavedWithWarningsProps {
  readonly saved: SavedCredential
  readonly onDone: () => void
}

/** The end of adding a credential whose secret looks unusual. */
export function SavedWithWarnings({ saved, onDone }: SavedWithWarningsProps) {
  return (
    <div className="flex max-w-2xl flex-col gap-4">
      <SecretWarnings saved={saved} />
      <Button variant="primary" className="self-start" onClick={onDone}>
        Go to credentials
      </Button>
    </div>
  )
}
