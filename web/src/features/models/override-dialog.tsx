import { useMutation } from '@tanstack/react-query'
import type { ModelOverrideView, ModelView } from '@headgate/shared/models'
import { useId, useState } from 'react'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { FormActions } from '../../components/form-actions.tsx'
import { Form } from '../../components/form.tsx'
import { errorFacts } from '../../lib/error-facts.ts'
import { fieldErrors, type FieldErrors } from '../../lib/form-issues.ts'
import { formText } from '../../lib/form-text.ts'
import { notify } from '../../lib/notify.ts'
import { trpc } from '../../lib/trpc.ts'
import { ALL_CREDENTIALS, checkOverride } from './check-override.ts'
import { ModelNames } from './model-names.tsx'
import { EffectFields, TargetFields } from './override-fields.tsx'

export type OpenOverride =
  { readonly kind: 'add' } | { readonly kind: 'edit' | 'remove'; readonly override: ModelOverrideView }

interface OverrideDialogProps {
  readonly open: Exclude<OpenOverride, { kind: 'remove' }>
  readonly models: readonly ModelView[]
  readonly onClose: () => void
}

export function OverrideDialog({ open, models, onClose }: OverrideDialogProps) {
  const edited = 'override' in open ? open.override : null
  const [errors, setErrors] = useState<FieldErrors>({})
  const listId = useId()
  const set = useMutation(trpc.models.setOverride.mutationOptions())

  const submit = (form: FormData) => {
    const fields = Object.fromEntries([...form.keys()].map((name) => [name, formText(form, name).trim()]))
    // Which model and credential an override is for cannot change: it would be another one.
    const target = edited && { model: edited.model, credentialId: edited.credentialId ?? ALL_CREDENTIALS }
    const checked = checkOverride({ ...fields, ...target })
    setErrors(checked.ok ? {} : checked.errors)
    if (!checked.ok) return
    set.mutate(checked.value, {
      onSuccess({ model }) {
        notify(`Override of ${model} saved. It applies immediately.`)
        onClose()
      },
      onError: (error) => setErrors(fieldErrors(errorFacts(error).issues)),
    })
  }
  return (
    <Dialog
      title={edited ? 'Edit override' : 'Add override'}
      description={
        edited ? (
          <span className="line-clamp-4 break-all">
            {edited.model} on {edited.accountId ?? 'all Bedrock credentials'}
          </span>
        ) : (
          'Change how a model is sent to Bedrock. Credential overrides take precedence.'
        )
      }
      onClose={onClose}
    >
      <Form errors={errors} onSubmit={(form) => submit(new FormData(form))}>
        <ModelNames id={listId} models={models} />
        {!edited && <TargetFields listId={listId} errors={errors} />}
        <EffectFields listId={listId} edited={edited} errors={errors} />
        {set.error && <ErrorNotice title="The override is not saved." error={set.error} />}
        <FormActions action="Save override" busy={set.isPending} onCancel={onClose} />
      </Form>
    </Dialog>
  )
}
