import type { SavedCredential } from '@headgate/shared/credentials'
import { Button } from '../../components/button.tsx'
import { Dialog, DialogActions } from '../../components/dialog.tsx'
import { SecretWarnings } from './secret-warnings.tsx'

interface WarningsDialogProps {
  readonly saved: SavedCredential
  readonly onClose: () => void
}

/** The change is made, and something about the secret looks unusual. */
export function WarningsDialog({ saved, onClose }: WarningsDialogProps) {
  return (
    <Dialog title="Saved with warnings" onClose={onClose}>
      <SecretWarnings saved={saved} />
      <DialogActions>
        <Button variant="primary" onClick={onClose}>
          Close
        </Button>
      </DialogActions>
    </Dialog>
  )
}
