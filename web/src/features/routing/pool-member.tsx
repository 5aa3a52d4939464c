import type { CredentialView } from '@headgate/shared/credentials'
import { X } from 'lucide-react'
import { CredentialStatusBadge } from '../../components/credential-status.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { ProviderBadge } from '../../components/provider-badge.tsx'
import { MoveButtons } from './move-buttons.tsx'
import { withoutMember, withWeight, type PoolDraft } from './pool-draft.ts'
import { WeightField } from './weight-field.tsx'

interface PoolMemberProps {
  readonly index: number
  readonly draft: PoolDraft
  /** In percent of the traffic, by weight. */
  readonly share: number
  readonly credentialId: string
  /** Undefined when it was removed elsewhere a moment ago. */
  readonly credential: CredentialView | undefined
  readonly onMove: (by: -1 | 1) => void
  readonly onChange: (draft: PoolDraft) => void
}

export function PoolMember(props: PoolMemberProps) {
  const { index, draft, share, credentialId, credential, onMove, onChange } = props
  const name = credential?.name ?? 'Unknown credential'
  const { weight } = draft.members[index]!
  const isOrdered = draft.strategy === 'priority'
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2 pr-2 pl-3">
      <div className="flex min-w-0 grow basis-full items-center gap-3 md:basis-48">
        {isOrdered && (
          <span aria-hidden className="w-4 shrink-0 text-right text-xs text-n7 tabular-nums">
            {index + 1}
          </span>
        )}
        <span className="w-23 shrink-0">
          {credential && <ProviderBadge provider={credential.provider} />}
        </span>
        <div className="min-w-0">
          <p className="truncate text-sm font-medium" title={name}>
            {name}
          </p>
          <p className="truncate font-mono text-xs text-n7">{credential?.accountId ?? credentialId}</p>
        </div>
      </div>
      <span className="text-sm max-md:grow md:w-44">
        {credential && <CredentialStatusBadge status={credential.status} until={credential.statusUntil} />}
      </span>
      {!isOrdered && (
        <WeightField
          name={name}
          weight={weight}
          share={share}
          onChange={(next) => onChange(withWeight(draft, credentialId, next))}
        />
      )}
      <span className="ml-auto flex">
        {isOrdered && (
          <MoveButtons
            name={name}
            isFirst={index === 0}
            isLast={index === draft.members.length - 1}
            onMove={onMove}
          />
        )}
        <IconButton
          label={`Take ${name} out of the pool`}
          icon={X}
          onClick={() => onChange(withoutMember(draft, credentialId))}
        />
      </span>
    </li>
  )
}
