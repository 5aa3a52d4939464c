// Turning the second factor on: the password, the code to scan, and the recovery codes that are shown once.
import { useMutation, useQuery } from '@tanstack/react-query'
import type { BegunSecondFactor } from '@headgate/shared/sessions'
import { confirmSecondFactorSchema } from '@headgate/shared/sessions'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { CodeBlock } from '../../components/code-block.tsx'
import { Dialog, DialogActions } from '../../components/dialog.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { Field } from '../../components/field.tsx'
import { FormActions } from '../../components/form-actions.tsx'
import { Form } from '../../components/form.tsx'
import { Input } from '../../components/input.tsx'
import { QrCode } from '../../components/qr-code.tsx'
import { errorFacts } from '../../lib/error-facts.ts'
import { checkForm, fieldErrors, type FieldErrors } from '../../lib/form-issues.ts'
import { trpc } from '../../lib/trpc.ts'
import { PasswordDialog } from './password-dialog.tsx'

interface DialogProps {
  readonly onClose: () => void
}

export function TurnOnDialog({ onClose }: DialogProps) {
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  const begin = useMutation(
    trpc.session.beginSecondFactor.mutationOptions({ meta: { changesNothing: true } }),
  )
  if (codes) return <RecoveryCodes codes={codes} onClose={onClose} />
  if (begin.data) return <ScanDialog begun={begin.data} onCodes={setCodes} onClose={onClose} />
  return (
    <PasswordDialog
      title="Turn the second factor on"
      action="Continue"
      busy={begin.isPending}
      error={begin.error}
      onPassword={(password) => begin.mutate({ password })}
      onClose={onClose}
    />
  )
}

interface ScanDialogProps extends DialogProps {
  readonly begun: BegunSecondFactor
  readonly onCodes: (codes: readonly string[]) => void
}

function ScanDialog({ begun: { secret, uri }, onCodes, onClose }: ScanDialogProps) {
  const [errors, setErrors] = useState<FieldErrors>({})
  const confirm = useMutation(
    trpc.session.confirmSecondFactor.mutationOptions({ meta: { changesNothing: true } }),
  )
  const submit = (form: FormData) => {
    const checked = checkForm(confirmSecondFactorSchema, { code: form.get('code') })
    setErrors(checked.ok ? {} : checked.errors)
    if (!checked.ok) return
    confirm.mutate(checked.value, {
      onSuccess: ({ recoveryCodes }) => onCodes(recoveryCodes),
      onError: (error) => setErrors(fieldErrors(errorFacts(error).issues)),
    })
  }
  return (
    <Dialog title="Add this to your authenticator" onClose={onClose}>
      <Form errors={errors} onSubmit={(form) => submit(new FormData(form))}>
        <div className="flex flex-col items-center gap-5 sm:flex-row sm:items-start">
          <QrCode
            text={uri}
            label="QR code for your authenticator"
            className="size-44 shrink-0 rounded-lg border border-n5"
          />
          <div className="flex w-full min-w-0 grow flex-col gap-3">
            <p>Scan the code with your authenticator.</p>
            <div className="flex flex-col gap-1.5">
              <p className="text-xs text-n7">Where you cannot scan it, type this secret:</p>
              <CodeBlock code={secret} what="secret" wrap />
            </div>
            <a href={uri} className="self-start text-sm text-accent underline underline-offset-2">
              Open the authenticator on this device
            </a>
          </div>
        </div>
        <Field label="Code" error={errors['code']} hint="The six digits that it shows now.">
          {(control) => (
            <Input {...control} name="code" inputMode="numeric" autoComplete="one-time-code" autoFocus />
          )}
        </Field>
        {confirm.error && <ErrorNotice title="The second factor is still off." error={confirm.error} />}
        <FormActions action="Turn on" busy={confirm.isPending} onCancel={onClose} />
      </Form>
    </Dialog>
  )
}

function RecoveryCodes({ codes, onClose }: DialogProps & { readonly codes: readonly string[] }) {
  const refresh = useQuery(trpc.session.secondFactor.queryOptions()).refetch
  return (
    <Dialog
      title="Store these recovery codes"
      description="They are shown this once. Each signs you in one time when you do not have your authenticator."
      dismissable={false}
      onClose={onClose}
    >
      <CodeBlock code={codes.join('\n')} what="recovery codes" />
      <DialogActions>
        <Button
          variant="primary"
          onClick={() => {
            void refresh()
            onClose()
          }}
        >
          I stored them
        </Button>
      </DialogActions>
    </Dialog>
  )
}
