import { useMutation } from '@tanstack/react-query'
import type { CredentialView } from '@headgate/shared/credentials'
import { useRef } from 'react'
import { Button } from '../../components/button.tsx'
import { Dialog, DialogActions } from '../../components/dialog.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { Field } from '../../components/field.tsx'
import { Form } from '../../components/form.tsx'
import { Input } from '../../components/input.tsx'
import { Notice } from '../../components/notice.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { readFields } from './read-form.ts'
import { trpc } from '../../lib/trpc.ts'
import { ConformanceList } from './conformance-list.tsx'
import { ProbeVerdict } from './probe-verdict.tsx'

interface ProbeCredentialDialogProps {
  readonly credential: CredentialView
  readonly onClose: () => void
}

const USUAL_MODEL = 'claude-haiku-4-5'

export function ProbeCredentialDialog({ credential, onClose }: ProbeCredentialDialogProps) {
  const form = useRef<HTMLFormElement>(null)
  const probe = useMutation(trpc.credentials.probe.mutationOptions())
  const isWhole = probe.variables?.conformance === true
  const run = (conformance: boolean) => {
    const { model } = readFields(form.current!)
    probe.mutate({ id: credential.id, conformance, ...(model ? { model } : {}) })
  }
  return (
    <Dialog
      title={`Probe ${credential.name}`}
      description="Sends one message of a single token. When it works, a cooldown or rejection is cleared."
      wide
      onClose={onClose}
    >
      <Form ref={form} onSubmit={() => run(false)}>
        <Field label="Model" optional hint={`Without one, ${USUAL_MODEL} is asked.`}>
          {(control) => <Input {...control} name="model" placeholder={USUAL_MODEL} spellCheck={false} />}
        </Field>
        {probe.error && <ErrorNotice title="The probe could not be run." error={probe.error} />}
        {probe.isPending && isWhole && <Checking />}
        {probe.data && <ProbeVerdict result={probe.data} />}
        {probe.data && isWhole && <ConformanceList checks={probe.data.checks} />}
        <p className="text-xs text-n7">
          Check everything also tries streaming, tools, caching, counting and what else clients use: about a
          dozen small prompts, up to two minutes.
        </p>
        <DialogActions>
          <Button onClick={onClose}>Close</Button>
          <Button busy={probe.isPending && isWhole} disabled={probe.isPending} onClick={() => run(true)}>
            Check everything
          </Button>
          <Button
            type="submit"
            variant="primary"
            busy={probe.isPending && !isWhole}
            disabled={probe.isPending}
          >
            {probe.data ? 'Probe again' : 'Probe'}
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  )
}

/** Nothing arrives before all of it does. */
function Checking() {
  return (
    <>
      <Notice live title="Checking. This can take up to two minutes." />
      <div className="rounded-lg border border-n5">
        <SkeletonRows rows={6} height="h-9" />
      </div>
    </>
  )
}
