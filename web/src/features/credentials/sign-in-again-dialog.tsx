// Signs an OAuth credential in again, in place: its projects, name and history stay.
import { useMutation, useQuery } from '@tanstack/react-query'
import type { CredentialView, SavedCredential } from '@headgate/shared/credentials'
import { useEffect, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Dialog, DialogActions } from '../../components/dialog.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { notify } from '../../lib/notify.ts'
import { systemStatusQuery } from '../../lib/queries.ts'
import { trpc } from '../../lib/trpc.ts'
import { OAuthSignIn } from './oauth-sign-in.tsx'
import { SignInUnavailable } from './sign-in-unavailable.tsx'
import { WarningsDialog } from './warnings-dialog.tsx'

interface SignInAgainDialogProps {
  readonly credential: CredentialView
  readonly onClose: () => void
}

export function SignInAgainDialog({ credential: { id, name }, onClose }: SignInAgainDialogProps) {
  const isSetUp = useQuery(systemStatusQuery()).data?.oauthClient ?? true
  const [saved, setSaved] = useState<SavedCredential | null>(null)
  const { mutate, data, error } = useMutation(
    trpc.credentials.beginOAuth.mutationOptions({ meta: { changesNothing: true } }),
  )
  useEffect(() => {
    if (isSetUp) mutate({ id })
  }, [id, isSetUp, mutate])
  const done = (signedIn: SavedCredential) => {
    notify(`${name} is signed in.`)
    if (signedIn.warnings.length > 0) setSaved(signedIn)
    else onClose()
  }
  if (saved) return <WarningsDialog saved={saved} onClose={onClose} />
  return (
    <Dialog
      title={`Sign in again: ${name}`}
      description="With the same Claude Console organization as before, unless you want its requests billed elsewhere. Projects that use it keep it."
      onClose={onClose}
    >
      {!isSetUp ? (
        <SignInUnavailable />
      ) : error ? (
        <ErrorNotice title="The sign-in cannot begin." error={error} onRetry={() => mutate({ id })} />
      ) : data ? (
        <OAuthSignIn begun={data} onDone={done} onBack={() => mutate({ id })} />
      ) : (
        <Skeleton className="h-24" />
      )}
      {!data && (
        <DialogActions>
          <Button onClick={onClose}>Close</Button>
        </DialogActions>
      )}
    </Dialog>
  )
}
