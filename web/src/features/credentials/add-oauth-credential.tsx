// Adding an OAuth credential: by signing in to Anthropic, or with tokens that are there already.
import { useMutation, useQuery } from '@tanstack/react-query'
import type { SavedCredential } from '@headgate/shared/credentials'
import { beginNewOAuthSchema } from '@headgate/shared/oauth'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { Form } from '../../components/form.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Panel } from '../../components/panel.tsx'
import { RadioList } from '../../components/radio-list.tsx'
import { SkeletonPanel } from '../../components/skeleton-panel.tsx'
import { errorFacts } from '../../lib/error-facts.ts'
import { checkForm, fieldErrors, type FieldErrors } from '../../lib/form-issues.ts'
import { notify } from '../../lib/notify.ts'
import { systemStatusQuery } from '../../lib/queries.ts'
import { trpc } from '../../lib/trpc.ts'
import { AddCredentialForm } from './add-credential-form.tsx'
import { EndpointField } from './endpoint-field.tsx'
import { NameFields } from './name-fields.tsx'
import { OAuthSignIn } from './oauth-sign-in.tsx'
import { readFields } from './read-form.ts'
import { SignInUnavailable } from './sign-in-unavailable.tsx'

interface AddOAuthCredentialProps {
  readonly onSaved: (saved: SavedCredential) => void
}

const WAYS = [
  {
    value: 'sign-in',
    label: 'Sign in with Anthropic',
    meaning: 'With your Claude Console organization, in this browser. You never handle a secret.',
  },
  {
    value: 'tokens',
    label: 'Enter tokens by hand',
    meaning: 'An access token and a refresh token that another program has obtained.',
  },
] as const

export function AddOAuthCredential({ onSaved }: AddOAuthCredentialProps) {
  const status = useQuery(systemStatusQuery())
  const [way, setWay] = useState<'sign-in' | 'tokens'>('sign-in')
  return (
    <div className="flex max-w-2xl flex-col gap-6">
      <RadioList legend="How" name="way" options={WAYS} value={way} onChange={setWay} />
      <Loaded
        query={status}
        what="Whether one can sign in"
        skeleton={<SkeletonPanel rows={2} height="h-14" />}
      >
        {({ oauthClient }) => (
          <div className="flex flex-col gap-4">
            {!oauthClient && <SignInUnavailable />}
            {way === 'tokens' && <AddCredentialForm kind="anthropic-oauth" onSaved={onSaved} />}
            {way === 'sign-in' && oauthClient && <BeginForm onSaved={onSaved} />}
          </div>
        )}
      </Loaded>
    </div>
  )
}

function BeginForm({ onSaved }: AddOAuthCredentialProps) {
  const [errors, setErrors] = useState<FieldErrors>({})
  const begin = useMutation(trpc.credentials.beginOAuth.mutationOptions({ meta: { changesNothing: true } }))
  const submit = (form: HTMLFormElement) => {
    const { name, accountId, endpointUrl } = readFields(form)
    const checked = checkForm(beginNewOAuthSchema, { name, accountId, ...(endpointUrl && { endpointUrl }) })
    setErrors(checked.ok ? {} : checked.errors)
    if (!checked.ok) return
    begin.mutate(checked.value, {
      onError: (error) => setErrors(fieldErrors(errorFacts(error).issues)),
    })
  }
  const { data: begun, variables } = begin
  return (
    <>
      {begun && (
        <Panel title={`Sign in for ${variables && 'name' in variables ? variables.name : 'it'}`} padded>
          <OAuthSignIn
            begun={begun}
            onBack={begin.reset}
            onDone={(saved) => {
              notify(`${saved.name} is signed in.`)
              onSaved(saved)
            }}
          />
        </Panel>
      )}
      <div hidden={begun !== undefined}>
        <Form label="Credential" errors={errors} onSubmit={submit}>
          <NameFields idPrefix="acc" errors={errors} />
          <EndpointField provider="anthropic" error={errors['endpointUrl']} />
          {begin.error && <ErrorNotice title="The sign-in cannot begin." error={begin.error} />}
          <Button type="submit" variant="primary" className="self-start" busy={begin.isPending}>
            Sign in with Anthropic
          </Button>
        </Form>
      </div>
    </>
  )
}
