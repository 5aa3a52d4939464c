// What puts a credential right, by what is wrong with it.
import { useMutation } from '@tanstack/react-query'
import type { CredentialView } from '@headgate/shared/credentials'
import type { ReactNode } from 'react'
import { Button } from '../../components/button.tsx'
import { errorFacts } from '../../lib/error-facts.ts'
import { notify } from '../../lib/notify.ts'
import { queryClient } from '../../lib/query-client.ts'
import { trpc } from '../../lib/trpc.ts'
import type { OpenDialog } from './credential-dialog.tsx'
import { remediesOf, type Remedy } from './remedies-of.ts'

interface RemediesProps {
  readonly credential: CredentialView
  readonly onOpen: (dialog: OpenDialog) => void
}

export function Remedies({ credential, onOpen }: RemediesProps) {
  const { id, name } = credential
  const clear = useMutation(
    trpc.credentials.clearCooldown.mutationOptions({
      onSuccess: () => notify(`${name} takes its place in the pools again.`),
    }),
  )
  const enable = useMutation(
    trpc.credentials.update.mutationOptions({ onSuccess: () => notify(`${name} is enabled.`) }),
  )
  const refresh = useMutation(
    trpc.credentials.refresh.mutationOptions({
      onSuccess: () => notify(`${name} is renewed.`),
      // The attempt is noted with the credential all the same.
      onError: () => queryClient.invalidateQueries(),
    }),
  )
  const remedies = remediesOf(credential)
  const error = clear.error ?? enable.error ?? refresh.error
  if (remedies.length === 0) return null
  const buttons: Readonly<Record<Remedy, ReactNode>> = {
    sign_in: (
      <Button key="sign_in" size="small" onClick={() => onOpen({ kind: 'sign-in', credential })}>
        Sign in again
      </Button>
    ),
    refresh: (
      <Button key="refresh" size="small" busy={refresh.isPending} onClick={() => refresh.mutate({ id })}>
        Refresh now
      </Button>
    ),
    rotate: (
      <Button key="rotate" size="small" onClick={() => onOpen({ kind: 'rotate', credential })}>
        {credential.method === 'workload_identity' ? 'Change federation' : 'Rotate secret'}
      </Button>
    ),
    clear: (
      <Button key="clear" size="small" busy={clear.isPending} onClick={() => clear.mutate({ id })}>
        Use again now
      </Button>
    ),
    enable: (
      <Button
        key="enable"
        size="small"
        busy={enable.isPending}
        onClick={() => enable.mutate({ id, enabled: true })}
      >
        Enable
      </Button>
    ),
  }
  return (
    <div className="flex max-w-full shrink-0 flex-wrap items-center gap-1.5">
      {error && (
        <span role="alert" className="text-xs text-bad">
          {errorFacts(error).message}
        </span>
      )}
      {remedies.map((remedy) => buttons[remedy])}
    </div>
  )
}
