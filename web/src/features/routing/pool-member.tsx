import type { CredentialView } from '@headgate/shared/credentials'
import { GripVertical, X } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { CredentialStatusBadge } from '../../components/credential-status.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { ProviderBadge } from '../../components/provider-badge.tsx'
import { MoveButtons } from './move-buttons.tsx'
import { shareOf, withoutMember, withWeight, type PoolDraft } from './pool-draft.ts'
import { WeightField } from './weight-field.tsx'

interface PoolMemberProps {
  readonly index: number
  readonly draft: PoolDraft
  readonly credentialId: string
  /** Undefined when it was removed elsewhere a moment ago. */
  readonly credential: CredentialView | undefined
  readonly onMove: (by: -1 | 1) => void
  readonly onChange: (draft: PoolDraft) => void
}

export function PoolMember({ index, draft, credentialId, credential, onMove, onChange }: PoolMemberProps) {
  const name = credential?.name ?? 'Unknown credential'
  const { weight } = draft.members[index]!
  const isOrdered = draft.strategy === 'priority'
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2 pr-2 pl-3">
      <div className="flex min-w-0 grow basis-full items-center gap-3 md:basis-48">
        {isOrdered && <Grip {...{ name, index, onMove }} />}
        <span className="w-23 shrink-0">
          {credential && <ProviderBadge provider={credential.provider} />}
        </span>
        <div className="min-w-0">
          <p className="truncate text-sm font-medium">{name}</p>
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
          share={shareOf(weight, draft.members)}
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

interface GripProps {
  readonly name: string
  readonly index: number
  readonly onMove: (by: -1 | 1) => void
}

function Grip({ name, index, onMove }: GripProps) {
  const moveByKey = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return
    event.preventDefault()
    onMove(event.key === 'ArrowUp' ? -1 : 1)
  }
  return (
    <button
      type="button"
      aria-label={`Reorder ${name}, position ${index + 1}: use the arrow keys`}
      title="Reorder with the arrow keys"
      onKeyDown={moveByKey}
      className="flex h-8 shrink-0 items-center gap-1 rounded text-xs text-n7 tabular-nums hover:text-n8"
    >
      <GripVertical size={14} />
      <span className="w-4 text-right">{index + 1}</span>
    </button>
  )
}
