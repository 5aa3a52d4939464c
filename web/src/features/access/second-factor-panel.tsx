import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { CodeBlock } from '../../components/code-block.tsx'
import { Dialog, DialogActions } from '../../components/dialog.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { Field } from '../../components/field.tsx'
import { Form } from '../../components/form.tsx'
import { Input } from '../../components/input.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Panel } from '../../components/panel.tsx'
import { SecretInput } from '../../components/secret-input.tsx'
import { SkeletonPanel } from '../../components/skeleton-panel.tsx'
import { countOf } from '../../lib/format-count.ts'
import { formText } from '../../lib/form-text.ts'
import { notify } from '../../lib/notify.ts'
import { trpc } from '../../lib/trpc.ts'

export function SecondFactorPanel() {
  const state = useQuery(trpc.session.secondFactor.queryOptions())
  const [open, setOpen] = useState<'on' | 'off' | null>(null)
  const close = () => setOpen(null)
  return (
    <Loaded query={state} what="The second factor" skeleton={<SkeletonPanel rows={1} height="h-9" />}>
      {({ enabled, recoveryCodesLeft, hasPassword }) => (
        <Panel title="Second factor" padded>
          <div className="flex flex-wrap items-center justify-between gap-3">
            <p className="text-sm">
              {!hasPassword
                ? 'You sign in with your identity provider, which asks for what it wants.'
                : enabled
                  ? `On: signing in takes a code. ${countOf(recoveryCodesLeft, 'recovery code')} left.`
                  : 'Off: a password is enough to sign in.'}
            </p>
            {hasPassword && (
              <Button onClick={() => setOpen(enabled ? 'off' : 'on')}>
                {enabled ? 'Turn off' : 'Turn on'}
              </Button>
            )}
          </div>
          {open === 'on' && <TurnOnDialog onClose={close} />}
          {open === 'off' && <TurnOffDialog onClose={close} />}
        </Panel>
      )}
    </Loaded>
  )
}

interface DialogProps {
  readonly onClose: () => void
}

function TurnOnDialog({ onClose }: DialogProps) {
  const begin = useMutation(
    trpc.session.beginSecondFactor.mutationOptions({ meta: { changesNothing: true } }),
  )
  const confirm = useMutation(
    trpc.session.confirmSecondFactor.mutationOptions({ meta: { changesNothing: true } }),
  )
  if (confirm.data) return <RecoveryCodes codes={confirm.data.recoveryCodes} onClose={onClose} />
  if (!begin.data)
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
  return (
    <Dialog title="Add this to your authenticator" onClose={onClose}>
      <Form onSubmit={(form) => confirm.mutate({ code: formText(new FormData(form), 'code') })}>
        <p>Type the secret into your authenticator, or open the address with it.</p>
        <CodeBlock code={begin.data.secret} what="secret" />
        <CodeBlock code={begin.data.uri} what="address" />
        <Field label="Code" hint="The six digits that it shows now.">
          {(control) => (
            <Input {...control} name="code" inputMode="numeric" autoComplete="one-time-code" autoFocus />
          )}
        </Field>
        {confirm.error && <ErrorNotice title="The second factor is still off." error={confirm.error} />}
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" busy={confirm.isPending}>
            Turn on
          </Button>
        </DialogActions>
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

function TurnOffDialog({ onClose }: DialogProps) {
  const disable = useMutation(
    trpc.session.disableSecondFactor.mutationOptions({
      onSuccess() {
        notify('The second factor is off. Other sessions have ended.')
        onClose()
      },
    }),
  )
  return (
    <PasswordDialog
      title="Turn the second factor off"
      action="Turn off"
      busy={disable.isPending}
      error={disable.error}
      onPassword={(password) => disable.mutate({ password })}
      onClose={onClose}
    />
  )
}

interface PasswordDialogProps extends DialogProps {
  readonly title: string
  readonly action: string
  readonly busy: boolean
  readonly error: unknown
  readonly onPassword: (password: string) => void
}

function PasswordDialog({ title, action, busy, error, onPassword, onClose }: PasswordDialogProps) {
  return (
    <Dialog title={title} onClose={onClose}>
      <Form onSubmit={(form) => onPassword(formText(new FormData(form), 'password'))}>
        <Field label="Your password">
          {(control) => (
            <SecretInput
              {...control}
              name="password"
              what="your password"
              autoComplete="current-password"
              autoFocus
            />
          )}
        </Field>
        {error !== null && <ErrorNotice title="That did not work." error={error} />}
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" busy={busy}>
            {action}
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  )
}
