import { useMutation } from '@tanstack/react-query'
import type { CredentialView, SavedCredential } from '@headgate/shared/credentials'
import { useState } from 'react'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { Field } from '../../components/field.tsx'
import { FormActions } from '../../components/form-actions.tsx'
import { Form } from '../../components/form.tsx'
import { Input } from '../../components/input.tsx'
import { Notice } from '../../components/notice.tsx'
import { errorFacts } from '../../lib/error-facts.ts'
import { fieldErrors, type FieldErrors } from '../../lib/form-issues.ts'
import { notify } from '../../lib/notify.ts'
import { trpc } from '../../lib/trpc.ts'
import { checkEdit } from './check-edit.ts'
import { EndpointField } from './endpoint-field.tsx'
import { PlaceFields } from './place-fields.tsx'
import { readFields } from './read-form.ts'
import { SecretFieldsOf } from './secret-fields.tsx'
import { StoreUntried } from './store-untried.tsx'
import { unreadNote } from './unread-note.ts'
import { WarningsDialog } from './warnings-dialog.tsx'

interface EditCredentialDialogProps {
  readonly credential: CredentialView
  readonly onClose: () => void
}

export function EditCredentialDialog({ credential, onClose }: EditCredentialDialogProps) {
  const { name, provider, endpointUrl } = credential
  const [errors, setErrors] = useState<FieldErrors>({})
  const [endpoint, setEndpoint] = useState(endpointUrl ?? '')
  const [saved, setSaved] = useState<SavedCredential | null>(null)
  const [region, setRegion] = useState(credential.provider === 'bedrock' ? credential.region : '')
  const update = useMutation(trpc.credentials.update.mutationOptions())

  const submit = (form: HTMLFormElement) => {
    const fields = readFields(form)
    const checked = checkEdit(credential, fields)
    const unread = unreadNote(fields)
    setErrors(checked.ok ? unread : { ...checked.errors, ...unread })
    if (!checked.ok || Object.keys(unread).length > 0) return
    update.mutate(checked.value, {
      onSuccess(changed) {
        // What was sent may hold a secret.
        update.reset()
        notify(`${changed.name} is saved.`)
        if (changed.warnings.length > 0) setSaved(changed)
        else onClose()
      },
      onError: (error) => setErrors(fieldErrors(errorFacts(error).issues)),
    })
  }
  if (saved) return <WarningsDialog saved={saved} onClose={onClose} />
  return (
    <Dialog title={`Edit ${name}`} onClose={onClose}>
      <Form errors={errors} onSubmit={submit}>
        <Field label="Name" error={errors['name']}>
          {(control) => <Input {...control} name="name" defaultValue={name} />}
        </Field>
        {credential.provider === 'bedrock' && (
          <PlaceFields
            region={region}
            geography={credential.geography}
            surface={credential.surface}
            errors={errors}
            onRegion={setRegion}
          />
        )}
        <EndpointField
          provider={provider}
          initial={endpointUrl}
          error={errors['endpointUrl']}
          onChange={(event) => setEndpoint(event.target.value.trim())}
        />
        {endpoint !== (endpointUrl ?? '') && (
          <>
            <Notice>
              {credential.method === 'workload_identity'
                ? 'A changed address needs the federation confirmed: access tokens are sent there from then on. It is tried there first.'
                : 'A changed address needs the secret again, so that nobody can send it elsewhere unnoticed. It is tried there first.'}
            </Notice>
            <SecretFieldsOf credential={credential} errors={errors} />
          </>
        )}
        {update.error && (
          <>
            <ErrorNotice title="Nothing is changed." error={update.error} />
            <StoreUntried error={update.error} />
          </>
        )}
        <FormActions action="Save changes" busy={update.isPending} onCancel={onClose} />
      </Form>
    </Dialog>
  )
}
