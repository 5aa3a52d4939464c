import { Link } from '@tanstack/react-router'
import type { CredentialView } from '@headgate/shared/credentials'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { buttonClass } from '../../components/button-class.ts'
import { Button } from '../../components/button.tsx'
import { Select } from '../../components/input.tsx'
import { PROVIDER_NAMES } from '../../components/provider-badge.tsx'

interface AddMemberProps {
  /** Credentials that are not in the pool. */
  readonly candidates: readonly CredentialView[]
  readonly hasCredentials: boolean
  readonly onAdd: (credentialId: string) => void
}

export function AddMember({ candidates, hasCredentials, onAdd }: AddMemberProps) {
  const [chosen, setChosen] = useState('')
  const credentialId = candidates.some(({ id }) => id === chosen) ? chosen : (candidates[0]?.id ?? '')
  if (candidates.length === 0) {
    return (
      <div className="flex flex-wrap items-center justify-between gap-3 border-t border-n5 px-4 py-2.5 text-sm text-n7">
        {hasCredentials ? 'All credentials are in the pool.' : 'There is no credential yet.'}
        <Link to="/credentials/new" className={buttonClass('secondary')}>
          Add credential
        </Link>
      </div>
    )
  }
  return (
    <div className="flex flex-wrap items-center gap-2 border-t border-n5 p-3">
      <div className="w-full sm:w-80">
        <Select
          aria-label="Credential to add"
          value={credentialId}
          onChange={(event) => setChosen(event.target.value)}
        >
          {candidates.map(({ id, provider, name, accountId }) => (
            <option key={id} value={id}>
              {PROVIDER_NAMES[provider]}: {name} ({accountId})
            </option>
          ))}
        </Select>
      </div>
      <Button onClick={() => onAdd(credentialId)}>
        <Plus size={16} />
        Add to pool
      </Button>
    </div>
  )
}
