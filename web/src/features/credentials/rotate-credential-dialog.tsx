import { useMutation } from '@tanstack/react-query'
import {
  rotateCredentialSchema,
  type CredentialView,
  type SavedCredential,
} from '@headgate/shared/credentials'
import { useState } from 'react'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { FormActions } from '../../components/form-actions.tsx'
import { Form } from '../../components/form.tsx'
import { errorFacts } from '../../lib/error-facts.ts'
import { checkForm, fieldErrors, type FieldErrors } from '../../lib/form-issues.ts'
import { notify } from '../../lib/notify.ts'
import { trpc } from '../../lib/trpc.ts'
import { readFields, readForce, readRole, readSecret } from './read-form.ts'
import { SecretFieldsOf } from './secret-fields.tsx'
import { StoreUntried } from './store-untried.tsx'
import { unreadNote } from './unread-note.ts'
import { WarningsDialog } from './warnings-dialog.tsx'

interface RotateCredentialDialogProps {
  readonly credential: CredentialView
  readonly onClose: () => void
}

const OF_SECRETS =
  'The new secret is tried with one message of a single token before it replaces the old one. Running requests finish with the old one.'
const OF_FEDERATIONS =
  'The identity token is exchanged and one message of a single token sent before the new federation replaces the old one. Running requests finish with the old one.'

export function RotateCredentialDialog({ credential, onClose }: RotateCredentialDialogProps) {
  const { id, name, method } = credential
  const isWorkload = method === 'workload_identity'
  const [errors, setErrors] = useState<FieldErrors>({})
  const [saved, setSaved] = useState<SavedCredential | null>(null)
  const rotate = useMutation(trpc.credentials.rotate.mutationOptions())

  const submit = (form: HTMLFormElement) => {
    const fields = readFields(form)
    const checked = checkForm(rotateCredentialSchema, {
      id,
      method,
      ...readSecret(method, fields),
      ...(method === 'iam' && readRole(fields)),
      ...readForce(fields),
    })
    const unread = unreadNote(fields)
    setErrors(checked.ok ? unread : { ...checked.errors, ...unread })
    if (!checked.ok || Object.keys(unread).length > 0) return
    rotate.mutate(checked.value, {
      onSuccess(rotated) {
        form.reset()
        rotate.reset()
        notify(isWorkload ? `${name} has a new federation.` : `${name} has a new secret.`)
        if (rotated.warnings.length > 0) setSaved(rotated)
        else onClose()
      },
      onError: (error) => setErrors(fieldErrors(errorFacts(error).issues)),
    })
  }
  if (saved) return <WarningsDialog saved={saved} onClose={onClose} />
  return (
    <Dialog
      title={isWorkload ? `Change the federation of ${name}` : `Rotate the secret of ${name}`}
      description={isWorkload ? OF_FEDERATIONS : OF_SECRETS}
      onClose={onClose}
    >
      <Form errors={errors} onSubmit={submit}>
        <SecretFieldsOf credential={credential} errors={errors} />
        {rotate.error && (
          <>
            <ErrorNotice
              title={isWorkload ? 'The federation is not changed.' : 'The secret is not replaced.'}
              error={rotate.error}
            />
            <StoreUntried error={rotate.error} />
          </>
        )}
        <FormActions
          action={isWorkload ? 'Change federation' : 'Rotate secret'}
          busy={rotate.isPending}
          onCancel={onClose}
        />
      </Form>
    </Dialog>
  )
}
