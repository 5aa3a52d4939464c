import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { buttonClass } from '../../components/button-class.ts'
import { Button } from '../../components/button.tsx'
import { Field } from '../../components/field.tsx'
import { Input } from '../../components/input.tsx'
import { Notice } from '../../components/notice.tsx'
import { SecretInput } from '../../components/secret-input.tsx'
import { CodeNeeded, signIn } from '../../lib/auth.ts'
import { formText } from '../../lib/form-text.ts'
import { trpc } from '../../lib/trpc.ts'
import { Door } from './door.tsx'

interface SignInPageProps {
  /** Why a sign-in elsewhere has brought the person back here. */
  readonly problem: SignInProblem | undefined
  readonly onSignedIn: () => Promise<unknown>
}

export type SignInProblem = 'no-access' | 'provider'

const PROBLEMS: Readonly<Record<SignInProblem, string>> = {
  'no-access': 'Your identity provider knows you, but you have no access to this gateway. Ask an owner.',
  provider: 'Signing in with the identity provider did not work. Try again, or ask an owner.',
}

export function SignInPage({ problem, onSignedIn }: SignInPageProps) {
  const [asksForCode, setAsksForCode] = useState(false)
  const ways = useQuery(trpc.session.ways.queryOptions())
  const enter = useMutation({
    meta: { changesNothing: true },
    mutationFn: async (form: FormData) => {
      await signIn(formText(form, 'email'), formText(form, 'password'), formText(form, 'code').trim())
      await onSignedIn()
    },
    onError(error) {
      if (error instanceof CodeNeeded) setAsksForCode(true)
    },
  })
  const said = enter.error?.message ?? (problem && PROBLEMS[problem])
  return (
    <Door title="Sign in">
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          enter.mutate(new FormData(event.currentTarget))
        }}
      >
        <Field label="Email">
          {(control) => (
            <Input {...control} name="email" type="email" required autoFocus autoComplete="username" />
          )}
        </Field>
        <Field label="Password">
          {(control) => (
            <SecretInput
              {...control}
              name="password"
              what="password"
              required
              autoComplete="current-password"
            />
          )}
        </Field>
        {asksForCode && (
          <Field label="Code" hint="Of your authenticator, or one of your recovery codes.">
            {(control) => <Input {...control} name="code" required autoFocus autoComplete="one-time-code" />}
          </Field>
        )}
        {said !== undefined && (
          <Notice tone={enter.error instanceof CodeNeeded ? 'neutral' : 'bad'} live>
            {said}
          </Notice>
        )}
        <Button type="submit" variant="primary" busy={enter.isPending}>
          Sign in
        </Button>
      </form>
      {ways.data?.identityProvider && (
        <a href="/auth/oidc/start" className={buttonClass('secondary')}>
          Sign in with your identity provider
        </a>
      )}
    </Door>
  )
}
