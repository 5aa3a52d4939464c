// Where a link leads: somebody new chooses a name and a password, an owner who was locked out a new password.
import { useMutation } from '@tanstack/react-query'
import type { OpenedLink } from '@headgate/shared/people'
import { PASSWORD_MIN_LENGTH, passwordProblem } from '@headgate/shared/passwords'
import { useEffect, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { Field } from '../../components/field.tsx'
import { Form } from '../../components/form.tsx'
import { Input } from '../../components/input.tsx'
import { SecretInput } from '../../components/secret-input.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { signIn } from '../../lib/auth.ts'
import { fieldErrors, type FieldErrors } from '../../lib/form-issues.ts'
import { formText } from '../../lib/form-text.ts'
import { ROLES } from '../../lib/roles.ts'
import { client, trpc } from '../../lib/trpc.ts'
import { Door } from './door.tsx'

interface InvitationPageProps {
  /** From the link; null when the page was reached without it. */
  readonly code: string | null
  readonly onSignedIn: () => Promise<unknown>
}

export function InvitationPage({ code, onSignedIn }: InvitationPageProps) {
  const { mutate, data, error } = useMutation(
    trpc.users.openLink.mutationOptions({ meta: { changesNothing: true } }),
  )
  useEffect(() => {
    if (code !== null) mutate({ code })
  }, [code, mutate])
  if (code !== null && data) return <Entry code={code} link={data} onSignedIn={onSignedIn} />
  if (error)
    return (
      <Door title="This link does not work" summary={error.message}>
        <p className="text-sm text-n7">Ask an owner of this gateway for a new one.</p>
      </Door>
    )
  return (
    <Door title="Invitation">
      <Skeleton className="h-48" />
    </Door>
  )
}

interface EntryProps {
  readonly code: string
  readonly link: OpenedLink
  readonly onSignedIn: () => Promise<unknown>
}

function Entry({ code, link, onSignedIn }: EntryProps) {
  const { kind, email, role } = link
  const [errors, setErrors] = useState<FieldErrors>({})
  const enter = useMutation({
    meta: { changesNothing: true },
    mutationFn: async ({ name, password }: { name: string; password: string }) => {
      if (kind === 'invitation') await client.users.acceptInvitation.mutate({ code, name, password })
      else await client.users.recover.mutate({ code, password })
      await signIn(email, password)
      await onSignedIn()
    },
  })
  const submit = (form: FormData) => {
    const name = kind === 'recovery' ? (link.name ?? '') : formText(form, 'name').trim()
    const password = formText(form, 'password')
    const problem = passwordProblem(password, { email, name })
    const found = fieldErrors([
      ...(kind === 'invitation' && name === '' ? [{ path: 'name', message: 'This is needed' }] : []),
      ...(problem === null ? [] : [{ path: 'password', message: problem }]),
    ])
    setErrors(found)
    if (Object.keys(found).length === 0) enter.mutate({ name, password })
  }
  return (
    <Door
      title={kind === 'invitation' ? 'Join Headgate' : 'Choose a new password'}
      summary={
        kind === 'invitation'
          ? `You sign in as ${email}. Your role is ${ROLES[role].label}: ${ROLES[role].may.charAt(0).toLowerCase()}${ROLES[role].may.slice(1)}`
          : `You sign in as ${email}. All other sessions end, the second factor is turned off, and the invitations and API tokens you have made stop working.`
      }
    >
      <Form errors={errors} onSubmit={(form) => submit(new FormData(form))}>
        {kind === 'invitation' && (
          <Field label="Your name" error={errors['name']}>
            {(control) => (
              <Input {...control} name="name" defaultValue={link.name ?? ''} autoFocus autoComplete="name" />
            )}
          </Field>
        )}
        <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
        <Field
          label="Password"
          error={errors['password']}
          hint={`At least ${PASSWORD_MIN_LENGTH} characters.`}
        >
          {(control) => (
            <SecretInput {...control} name="password" what="password" autoComplete="new-password" />
          )}
        </Field>
        {enter.error && <ErrorNotice title="That did not work." error={enter.error} />}
        <Button type="submit" variant="primary" busy={enter.isPending}>
          {kind === 'invitation' ? 'Join' : 'Set password'}
        </Button>
      </Form>
    </Door>
  )
}
