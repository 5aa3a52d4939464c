import { useMutation } from '@tanstack/react-query'
import { Button } from '../../components/button.tsx'
import { Field } from '../../components/field.tsx'
import { Input } from '../../components/input.tsx'
import { Notice } from '../../components/notice.tsx'
import { SecretInput } from '../../components/secret-input.tsx'
import { signIn } from '../../lib/auth.ts'
import { formText } from '../../lib/form-text.ts'
import { Door } from './door.tsx'

interface SignInPageProps {
  readonly onSignedIn: () => Promise<unknown>
}

export function SignInPage({ onSignedIn }: SignInPageProps) {
  const enter = useMutation({
    meta: { changesNothing: true },
    mutationFn: async (form: FormData) => {
      await signIn(formText(form, 'email'), formText(form, 'password'))
      await onSignedIn()
    },
  })
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
        {enter.error && (
          <Notice tone="bad" live>
            {enter.error.message}
          </Notice>
        )}
        <Button type="submit" variant="primary" busy={enter.isPending}>
          Sign in
        </Button>
      </form>
    </Door>
  )
}
