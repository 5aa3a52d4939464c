// A sign-in to Anthropic that has begun: where to go, and how what comes back gets here.
import { useMutation } from '@tanstack/react-query'
import type { SavedCredential } from '@headgate/shared/credentials'
import { completeOAuthSchema, type BegunOAuth } from '@headgate/shared/oauth'
import { SUBSCRIPTION_NOTICE } from '@headgate/shared/subscription'
import { ArrowUpRight } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { buttonClass } from '../../components/button-class.ts'
import { Button } from '../../components/button.tsx'
import { CodeBlock } from '../../components/code-block.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { Field } from '../../components/field.tsx'
import { Form } from '../../components/form.tsx'
import { Notice } from '../../components/notice.tsx'
import { WordsWithCode } from '../../components/words-with-code.tsx'
import { SecretInput } from '../../components/secret-input.tsx'
import { TimeLeft } from '../../components/time-left.tsx'
import { checkForm, type FieldErrors } from '../../lib/form-issues.ts'
import { trpc } from '../../lib/trpc.ts'
import { useNow } from '../../lib/use-now.ts'
import { readFields } from './read-form.ts'
import { Acknowledgement } from './subscription-note.tsx'
import { signsInWithSubscription } from './unread-note.ts'

interface OAuthSignInProps {
  readonly begun: BegunOAuth
  readonly onDone: (saved: SavedCredential) => void
  /** Back to where it was begun: what has begun is given up. */
  readonly onBack: () => void
}

export function OAuthSignIn({ begun, onDone, onBack }: OAuthSignInProps) {
  const { authorizeUrl, expiresAt } = begun
  const ofSubscription = signsInWithSubscription(authorizeUrl)
  const [read, setRead] = useState(false)
  const isOver = Date.parse(expiresAt) <= useNow()
  if (isOver) {
    return (
      <Notice
        tone="warn"
        live
        title="This sign-in has expired."
        action={
          <Button size="small" onClick={onBack}>
            Begin again
          </Button>
        }
      >
        Nothing was stored.
      </Notice>
    )
  }
  return (
    <section aria-label="Sign in with Anthropic" className="flex max-w-2xl flex-col gap-4">
      {ofSubscription && (
        <Notice tone="warn" title="This signs in with a Claude subscription.">
          <p>
            <WordsWithCode text={SUBSCRIPTION_NOTICE} />
          </p>
          <Acknowledgement onChange={setRead} />
        </Notice>
      )}
      {(!ofSubscription || read) && <Ways begun={begun} onDone={onDone} />}
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-n7">
        <span>
          You have <TimeLeft until={expiresAt} /> to finish.
        </span>
        <Button size="small" variant="ghost" onClick={onBack}>
          Begin again
        </Button>
      </p>
    </section>
  )
}

/** What was pressed to get here is gone. */
function takeFocus(link: HTMLAnchorElement | null): void {
  link?.focus()
}

function Ways({ begun, onDone }: Pick<OAuthSignInProps, 'begun' | 'onDone'>) {
  const { authorizeUrl, completion } = begun
  if (completion === 'callback') {
    return (
      <>
        <p>Anthropic asks you to sign in and to allow access, and sends you back here.</p>
        <a ref={takeFocus} href={authorizeUrl} className={`${buttonClass('primary')} self-start`}>
          Continue to Anthropic
          <ArrowUpRight size={14} />
        </a>
        <details className="group">
          <summary className="w-fit rounded text-sm font-medium text-n7 hover:text-n8">
            Sign in with another browser
          </summary>
          <div className="mt-3 flex flex-col gap-4">
            <p className="text-sm text-n7">
              Open this address there. Where you are not signed in to this console, a code is shown at the
              end: paste it here.
            </p>
            <CodeBlock code={authorizeUrl} what="sign-in address" wrap />
            <PasteForm begun={begun} onDone={onDone} />
          </div>
        </details>
      </>
    )
  }
  return (
    <ol className="flex flex-col gap-5">
      <Step number={1} title="Sign in and allow access.">
        <a
          ref={takeFocus}
          href={authorizeUrl}
          target="_blank"
          rel="noreferrer"
          className={`${buttonClass('primary')} self-start`}
        >
          Open Anthropic’s sign-in
          <ArrowUpRight size={14} />
          <span className="sr-only"> (opens in a new tab)</span>
        </a>
      </Step>
      <Step number={2} title="Paste what the page shows at the end.">
        <PasteForm begun={begun} onDone={onDone} />
      </Step>
    </ol>
  )
}

interface StepProps {
  readonly number: number
  readonly title: string
  readonly children: ReactNode
}

function Step({ number, title, children }: StepProps) {
  return (
    <li className="flex gap-3">
      <span
        aria-hidden
        className="flex size-6 shrink-0 items-center justify-center rounded-full bg-n4 text-xs font-semibold"
      >
        {number}
      </span>
      <div className="flex min-w-0 grow flex-col gap-2.5">
        <p className="pt-0.5 font-medium">{title}</p>
        {children}
      </div>
    </li>
  )
}

function PasteForm({ begun: { flowId }, onDone }: Pick<OAuthSignInProps, 'begun' | 'onDone'>) {
  const [errors, setErrors] = useState<FieldErrors>({})
  const complete = useMutation(trpc.credentials.completeOAuth.mutationOptions())
  const submit = (form: HTMLFormElement) => {
    const checked = checkForm(completeOAuthSchema, { flowId, code: readFields(form)['code'] })
    setErrors(checked.ok ? {} : checked.errors)
    if (!checked.ok) return
    complete.mutate(checked.value, {
      onSuccess(saved) {
        form.reset()
        onDone(saved)
      },
    })
  }
  return (
    <Form label="Code of the sign-in" errors={errors} onSubmit={submit}>
      <Field
        label="Code"
        error={errors['code']}
        hint={
          <>
            All of it, as in <code>code#state</code>, or the whole address of the page.
          </>
        }
      >
        {(control) => <SecretInput {...control} name="code" what="code" />}
      </Field>
      {complete.error && <ErrorNotice title="You are not signed in." error={complete.error} />}
      <Button type="submit" className="self-start" busy={complete.isPending}>
        Complete sign-in
      </Button>
    </Form>
  )
}
