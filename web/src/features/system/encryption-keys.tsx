// Which encryption keys there are, and how much each of them keeps sealed.
import type { SystemStatus } from '@headgate/shared/system'
import { countOf } from '../../lib/format-count.ts'

type Keys = Pick<SystemStatus, 'encryptionKeyIds' | 'envelopes'>

export function EncryptionKeys({ encryptionKeyIds, envelopes }: Keys) {
  const countBy = new Map(envelopes.map(({ keyId, count }) => [keyId, count]))
  const missing = envelopes.filter(({ keyId }) => !encryptionKeyIds.includes(keyId))
  const behind = encryptionKeyIds.slice(1).some((keyId) => (countBy.get(keyId) ?? 0) > 0)
  return (
    <div className="flex flex-col gap-1">
      <ul>
        {encryptionKeyIds.map((keyId, at) => (
          <li key={keyId}>
            <KeyId>{keyId}</KeyId> <span className="text-n7">{usesOf(at, countBy.get(keyId) ?? 0)}</span>
          </li>
        ))}
        {missing.map(({ keyId, count }) => (
          <li key={keyId}>
            <KeyId>{keyId}</KeyId>{' '}
            <span className="text-bad">is missing: {countOf(count, 'secret')} cannot be opened</span>
          </li>
        ))}
      </ul>
      {behind && (
        <p className="text-xs text-n7">
          Run <code>pnpm headgate rotate-encryption-key</code> to seal everything with the first.
        </p>
      )}
    </div>
  )
}

function usesOf(at: number, count: number): string {
  if (at === 0) return `seals everything new, holds ${countOf(count, 'secret')}`
  return count === 0 ? 'no secrets, may be taken out' : `${countOf(count, 'secret')} left`
}

function KeyId({ children }: { readonly children: string }) {
  return <span className="font-mono text-xs break-all">{children}</span>
}
