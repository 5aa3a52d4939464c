import type { CredentialView } from '@headgate/shared/credentials'
import { CredentialStatusBadge } from '../../components/credential-status.tsx'
import { ProviderBadge } from '../../components/provider-badge.tsx'

/** Which credentials may serve a new project. A single one is taken for granted. */
export function PoolChoice({ credentials }: { readonly credentials: readonly CredentialView[] }) {
  if (credentials.length === 0) {
    return <p className="text-xs text-n7">There is no credential yet. Add one later under Routing.</p>
  }
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1.5 text-sm font-medium">Credentials it may use</legend>
      <ul className="max-h-48 divide-y divide-n5 overflow-y-auto rounded-md border border-n5">
        {credentials.map(({ id, provider, name, status, statusUntil }) => (
          <li key={id}>
            <label className="flex min-h-9 items-center gap-3 px-3 py-1 text-sm hover:bg-n3">
              <input
                type="checkbox"
                name="pool"
                value={id}
                defaultChecked={credentials.length === 1}
                className="size-4 shrink-0 accent-accent"
              />
              <ProviderBadge provider={provider} />
              <span className="min-w-0 grow truncate" title={name}>
                {name}
              </span>
              <span className="text-xs">
                <CredentialStatusBadge status={status} until={statusUntil} />
              </span>
            </label>
          </li>
        ))}
      </ul>
      <p className="mt-1.5 text-xs text-n7">Tried in this order. You can change it under Routing.</p>
    </fieldset>
  )
}
