// What puts a credential right, by what is wrong with it.
import { useMutation } from '@tanstack/react-query'
import type { CredentialStatus, CredentialView } from '@headgate/shared/credentials'
import { Button } from '../../components/button.tsx'
import { errorFacts } from '../../lib/error-facts.ts'
import { notify } from '../../lib/notify.ts'
import { trpc } from '../../lib/trpc.ts'
import type { OpenDialog } from './credential-dialog.tsx'

interface RemediesProps {
  readonly credential: CredentialView
  readonly onOpen: (dialog: OpenDialog) => void
}

type Remedy = 'clear' | 'rotate' | 'enable'

const REMEDIES: Readonly<Record<CredentialStatus, readonly Remedy[]>> = {
  ready: [],
  expiring_soon: ['rotate'],
  expired: ['rotate'],
  cooling: ['clear'],
  rejected: ['rotate', 'clear'],
  disabled: ['enable'],
}

/** Without a secret to be replaced: what helps most is to try again. */
const OF_FEDERATIONS: typeof REMEDIES = { ...REMEDIES, expiring_soon: ['clear'], expired: ['clear'] }

export function Remedies({ credential, onOpen }: RemediesProps) {
  const { id, name, status, method } = credential
  const clear = useMutation(
    trpc.credentials.clearCooldown.mutationOptions({
      onSuccess: () => notify(`${name} takes its place in the pools again.`),
    }),
  )
  const enable = useMutation(
    trpc.credentials.update.mutationOptions({ onSuccess: () => notify(`${name} is enabled.`) }),
  )
  const remedies = method === 'workload_identity' ? OF_FEDERATIONS[status] : REMEDIES[status]
  const error = clear.error ?? enable.error
  if (remedies.length === 0) return null
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-1.5">
      {error && (
        <span role="alert" className="text-xs text-bad">
          {errorFacts(error).message}
        </span>
      )}
      {remedies.includes('rotate') && (
        <Button size="small" onClick={() => onOpen({ kind: 'rotate', credential })}>
          {credential.method === 'workload_identity' ? 'Change federation' : 'Rotate secret'}
        </Button>
      )}
      {remedies.includes('clear') && (
        <Button size="small" busy={clear.isPending} onClick={() => clear.mutate({ id })}>
          Clear
        </Button>
      )}
      {remedies.includes('enable') && (
        <Button size="small" busy={enable.isPending} onClick={() => enable.mutate({ id, enabled: true })}>
          Enable
        </Button>
      )}
    </div>
  )
}
