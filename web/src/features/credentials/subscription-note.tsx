// What Anthropic says about tokens of subscriptions, to be read before one is stored.
import { SUBSCRIPTION_NOTICE } from '@headgate/shared/subscription'
import { CircleAlert } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Notice } from '../../components/notice.tsx'
import { WordsWithCode } from '../../components/words-with-code.tsx'
import { mayBeOfSubscription, NOTE_FIELD } from './unread-note.ts'
import { readFields } from './read-form.ts'

/** Part of a form for secrets: appears as soon as one is typed that may be of a subscription. */
export function SubscriptionNote({ error }: { readonly error: string | undefined }) {
  const place = useRef<HTMLDivElement>(null)
  const [needed, setNeeded] = useState(false)
  useEffect(() => {
    const form = place.current?.closest('form')
    if (!form) return
    const look = () => setNeeded(mayBeOfSubscription(readFields(form)))
    form.addEventListener('input', look)
    return () => form.removeEventListener('input', look)
  }, [])
  return (
    <div ref={place} className="empty:hidden">
      {needed && (
        <Notice tone="warn" live title="Is this the token of a Claude subscription?">
          <p>
            <WordsWithCode text={SUBSCRIPTION_NOTICE} />
          </p>
          <Acknowledgement error={error} />
        </Notice>
      )}
    </div>
  )
}

interface AcknowledgementProps {
  readonly error?: string | undefined
  readonly onChange?: (read: boolean) => void
}

export function Acknowledgement({ error, onChange }: AcknowledgementProps) {
  return (
    <>
      <label className="mt-2 flex items-start gap-2 font-medium">
        <input
          type="checkbox"
          name={NOTE_FIELD}
          value="yes"
          aria-invalid={error === undefined ? undefined : true}
          aria-describedby={error === undefined ? undefined : NOTE_FIELD}
          onChange={(event) => onChange?.(event.target.checked)}
          className="mt-0.5 size-4 shrink-0 accent-accent"
        />
        I have read this and may use it here.
      </label>
      {error !== undefined && (
        <p id={NOTE_FIELD} className="mt-1 flex gap-1.5 text-xs text-bad">
          <CircleAlert size={14} className="mt-px shrink-0" />
          {error}
        </p>
      )}
    </>
  )
}
