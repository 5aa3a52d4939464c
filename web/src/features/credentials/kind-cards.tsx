import { useQuery } from '@tanstack/react-query'
import { ProviderBadge } from '../../components/provider-badge.tsx'
import { cx } from '../../lib/cx.ts'
import { systemStatusQuery } from '../../lib/queries.ts'
import { CREDENTIAL_KINDS, type CredentialKind } from './credential-kinds.ts'

interface KindCardsProps {
  readonly chosen: CredentialKind | undefined
  readonly onChoose: (kind: CredentialKind) => void
}

/** One card per kind, with a line on when to use it. */
export function KindCards({ chosen, onChoose }: KindCardsProps) {
  const hasIdentityToken = useQuery(systemStatusQuery()).data?.identityToken ?? true
  return (
    <fieldset>
      <legend className="mb-2 text-sm font-medium">Kind</legend>
      <div className="grid gap-3 md:grid-cols-2">
        {CREDENTIAL_KINDS.map(({ kind, provider, title, when, needsIdentityToken = false }) => {
          const isOff = needsIdentityToken && !hasIdentityToken
          return (
            <label
              key={kind}
              className={cx(
                'flex flex-col items-start gap-1.5 rounded-lg border bg-n2 p-4 transition-colors',
                isOff ? 'border-dashed' : 'hover:border-n6',
                'has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent',
                chosen === kind ? 'border-accent inset-ring inset-ring-accent' : 'border-n5',
              )}
            >
              <input
                type="radio"
                name="kind"
                value={kind}
                checked={chosen === kind}
                disabled={isOff}
                onChange={() => onChoose(kind)}
                aria-label={title}
                aria-describedby={`kind-${kind}`}
                className="sr-only"
              />
              <ProviderBadge provider={provider} />
              <span className={cx('mt-1 font-medium', isOff && 'text-n7')}>{title}</span>
              <span id={`kind-${kind}`} className="text-sm text-n7">
                {when}
                {isOff && <WithoutIdentityToken />}
              </span>
            </label>
          )
        })}
      </div>
    </fieldset>
  )
}

function WithoutIdentityToken() {
  return (
    <span className="mt-2 block text-xs">
      Not available: this gateway has no identity token. Set <code>HEADGATE_IDENTITY_TOKEN_FILE</code> where
      it runs and start it again.
    </span>
  )
}
