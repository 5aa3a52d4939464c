// What can be done to one credential, one dialog at a time.
import type { CredentialView } from '@headgate/shared/credentials'
import { CredentialDetails } from './credential-details.tsx'
import { EditCredentialDialog } from './edit-credential-dialog.tsx'
import { ProbeCredentialDialog } from './probe-credential-dialog.tsx'
import { RemoveCredentialDialog } from './remove-credential-dialog.tsx'
import { RotateCredentialDialog } from './rotate-credential-dialog.tsx'
import { SignInAgainDialog } from './sign-in-again-dialog.tsx'

export type DialogKind = 'details' | 'probe' | 'edit' | 'rotate' | 'sign-in' | 'remove'

export interface OpenDialog {
  readonly kind: DialogKind
  readonly credential: CredentialView
}

interface CredentialDialogProps {
  readonly open: OpenDialog
  readonly onClose: () => void
}

export function CredentialDialog({ open: { kind, credential }, onClose }: CredentialDialogProps) {
  switch (kind) {
    case 'details':
      return <CredentialDetails credential={credential} onClose={onClose} />
    case 'probe':
      return <ProbeCredentialDialog credential={credential} onClose={onClose} />
    case 'edit':
      return <EditCredentialDialog credential={credential} onClose={onClose} />
    case 'rotate':
      return <RotateCredentialDialog credential={credential} onClose={onClose} />
    case 'sign-in':
      return <SignInAgainDialog credential={credential} onClose={onClose} />
    case 'remove':
      return <RemoveCredentialDialog credential={credential} onClose={onClose} />
  }
}
