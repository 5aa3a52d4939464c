// The credentials that are not ready, each with what puts it right.
import type { CredentialView } from '@headgate/shared/credentials'
import { useState } from 'react'
import { ProviderBadge } from '../../components/provider-badge.tsx'
import { CredentialDialog, type OpenDialog } from './credential-dialog.tsx'
import { CredentialHealth } from './credential-health.tsx'
import { Remedies } from './remedies.tsx'

export function AttentionList({ credentials }: { readonly credentials: readonly CredentialView[] }) {
  const [open, setOpen] = useState<OpenDialog | null>(null)
  return (
    <>
      <ul className="divide-y divide-n5 text-sm">
        {credentials.map((credential) => (
          <li
            key={credential.id}
            className="grid grid-cols-[5.75rem_1fr] items-start gap-x-3 gap-y-2 px-4 py-3 lg:grid-cols-[5.75rem_14rem_1fr_auto]"
          >
            <ProviderBadge provider={credential.provider} />
            <div className="min-w-0">
              <p className="truncate font-medium" title={credential.name}>
                {credential.name}
              </p>
              <p className="truncate font-mono text-xs text-n7">{credential.accountId}</p>
            </div>
            <div className="min-w-0 max-lg:col-start-2">
              <CredentialHealth credential={credential} />
            </div>
            <div className="max-lg:col-start-2 max-lg:justify-self-start">
              <Remedies credential={credential} onOpen={setOpen} />
            </div>
          </li>
        ))}
      </ul>
      {open && <CredentialDialog open={open} onClose={() => setOpen(null)} />}
    </>
  )
}
