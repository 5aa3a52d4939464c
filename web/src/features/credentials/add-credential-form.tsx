import { useMutation } from '@tanstack/react-query'
import {
  createCredentialSchema,
  type CreateCredential,
  type SavedCredential,
} from '@headgate/shared/credentials'
import { useRef, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { Form } from '../../components/form.tsx'
import { errorFacts } from '../../lib/error-facts.ts'
import { checkForm, fieldErrors, type FieldErrors } from '../../lib/form-issues.ts'
import { notify } from '../../lib/notify.ts'
import { trpc } from '../../lib/trpc.ts'
import { CREDENTIAL_KINDS, type CredentialKind } from './credential-kinds.ts'
import { EndpointField } from './endpoint-field.tsx'
import { NameFields } from './name-fields.tsx'
import { PlaceFields } from './place-fields.tsx'
import { ProbeVerdict } from './probe-verdict.tsx'
import { readDraft, readFields } from './read-form.ts'
import { NewSecretFields } from './secret-fields.tsx'
import { unreadNote } from './unread-note.ts'

interface AddCredentialFormProps {
  readonly kind: CredentialKind
  readonly onSaved: (saved: SavedCredential) => void
}

const FIRST_REGION = 'us-east-1'

export function AddCredentialForm({ kind, onSaved }: AddCredentialFormProps) {
  const { provider, idPrefix } = CREDENTIAL_KINDS.find((facts) => facts.kind === kind)!
  const form = useRef<HTMLFormElement>(null)
  const [region, setRegion] = useState(FIRST_REGION)
  const [errors, setErrors] = useState<FieldErrors>({})
  const probe = useMutation(trpc.credentials.probe.mutationOptions())
  const create = useMutation(trpc.credentials.create.mutationOptions())

  const withDraft = (use: (draft: CreateCredential) => void) => {
    const checked = checkForm(createCredentialSchema, readDraft(kind, readFields(form.current!)))
    setErrors(checked.ok ? {} : checked.errors)
    if (checked.ok) use(checked.value)
  }
  const test = () => withDraft((draft) => probe.mutate({ draft, conformance: false }))
  const save = () =>
    withDraft((draft) => {
      const unread = unreadNote(readFields(form.current!))
      setErrors(unread)
      if (Object.keys(unread).length > 0) return
      create.mutate(draft, {
        onSuccess(saved) {
          form.current?.reset()
          notify(`${saved.name} is saved.`)
          onSaved(saved)
        },
        onError: (error) => setErrors(fieldErrors(errorFacts(error).issues)),
      })
    })

  return (
    <Form
      ref={form}
      label="Credential"
      errors={errors}
      className="max-w-2xl"
      onInput={() => probe.reset()}
      onSubmit={save}
    >
      <NameFields idPrefix={idPrefix} errors={errors} />
      {provider === 'bedrock' && <PlaceFields {...{ region, errors }} onRegion={setRegion} />}
      <NewSecretFields {...{ kind, region, errors }} />
      <EndpointField provider={provider} error={errors['endpointUrl']} />
      {create.error && <ErrorNotice title="The credential is not saved." error={create.error} />}
      <div className="flex flex-wrap items-center gap-2">
        <Button type="submit" variant="primary" busy={create.isPending}>
          Save credential
        </Button>
        <Button onClick={test} busy={probe.isPending}>
          Test
        </Button>
        <span className="text-xs text-n7">
          {probe.data?.ok === false
            ? 'You can save it all the same; requests fail until it works.'
            : 'The test sends one message of a single token.'}
        </span>
      </div>
      {probe.error && <ErrorNotice title="The test could not be run." error={probe.error} />}
      {probe.data && <ProbeVerdict result={probe.data} />}
    </Form>
  )
}
