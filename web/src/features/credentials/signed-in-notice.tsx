// The end of a sign-in that has brought the browser back: which credential it was for.
import type { CredentialView } from '@headgate/shared/credentials'
import { looksLikeSubscription, SUBSCRIPTION_NOTICE } from '@headgate/shared/subscription'
import { X } from 'lucide-react'
import { IconButton } from '../../components/icon-button.tsx'
import { Notice } from '../../components/notice.tsx'
import { WordsWithCode } from '../../components/words-with-code.tsx'
import { useNow } from '../../lib/use-now.ts'

interface SignedInNoticeProps {
  readonly credential: CredentialView
  readonly onClose: () => void
}

export function SignedInNotice({ credential, onClose }: SignedInNoticeProps) {
  const now = useNow(60_000)
  if (credential.method !== 'oauth') return null
  const { name, projects, scopes, expiresAt } = credential
  const ofSubscription = looksLikeSubscription({ scopes, expiresAt: new Date(expiresAt) }, new Date(now))
  return (
    <div className="mb-3">
      <Notice
        tone={ofSubscription ? 'warn' : 'good'}
        live
        title={`${name} is signed in.`}
        action={<IconButton label="Close" icon={X} onClick={onClose} />}
      >
        {ofSubscription ? (
          <WordsWithCode text={SUBSCRIPTION_NOTICE} />
        ) : projects.length === 0 ? (
          'It renews itself. Put it into the pool of a project to use it.'
        ) : (
          'It renews itself, and takes its place in the pools again.'
        )}
      </Notice>
    </div>
  )
}
