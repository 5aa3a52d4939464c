import { useMutation } from '@tanstack/react-query'
import type { CredentialView } from '@headgate/shared/credentials'
import { Button } from '../../components/button.tsx'
import { Dialog, DialogActions } from '../../components/dialog.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { Field } from '../../components/field.tsx'
import { Form } from '../../components/form.tsx'
import { Input } from '../../components/input.tsx'
import { formText } from '../../lib/form-text.ts'
import { trpc } from '../../lib/trpc.ts'
import { ProbeVerdict } from './probe-verdict.tsx'

interface ProbeCredentialDialogProps {
  readonly credential: CredentialView
  readonly onClose: () => void
}

const USUAL_MODEL = 'claude-haiku-4-5'

export function ProbeCredentialDialog({ credential, onClose }: ProbeCredentialDialogProps) {
  const probe = useMutation(trpc.credentials.probe.mutationOptions())
  const run = (form: FormData) => {
    const model = formText(form, 'model').trim()
    probe.mutate({ id: credential.id, ...(model ? { model } : {}) })
  }
  return (
    <Dialog
      title={`Probe ${credential.name}`}
      description="Sends one message of a single token. When it works, a cooldown or rejection is cleared."
      onClose={onClose}
    >
      <Form onSubmit={(form) => run(new FormData(form))}>
        <Field label="Model" optional hint={`Without one, ${USUAL_MODEL} is asked.`}>
          {(control) => <Input {...control} name="model" placeholder={USUAL_MODEL} spellCheck={false} />}
        </Field>
        {probe.error && <ErrorNotice title="The probe could not be run." error={probe.error} />}
        {probe.data && <ProbeVerdict result={probe.data} />}
        <DialogActions>
          <Button onClick={onClose}>Close</Button>
          <Button type="submit" variant="primary" busy={probe.isPending}>
            {probe.data ? 'Probe again' : 'Probe'}
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  )
}
