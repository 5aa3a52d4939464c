import { useQuery } from '@tanstack/react-query'
import { Choice } from './choice.tsx'
import { keyChoicesQuery } from './request-queries.ts'

interface KeyFilterProps {
  readonly projectId: string | undefined
  readonly keyId: string | undefined
  readonly onChange: (keyId: string | undefined) => void
}

export function KeyFilter({ projectId, keyId, onChange }: KeyFilterProps) {
  const keys = useQuery(keyChoicesQuery(projectId)).data?.items ?? []
  return (
    <Choice label="Key" all="All keys" value={keyId} onChange={onChange}>
      {keyId !== undefined && !keys.some(({ id }) => id === keyId) && (
        <option value={keyId}>The key of this link</option>
      )}
      {keys.map(({ id, name, last4 }) => (
        <option key={id} value={id}>
          {name} (...{last4})
        </option>
      ))}
    </Choice>
  )
}
