import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Panel } from '../../components/panel.tsx'
import { SkeletonPanel } from '../../components/skeleton-panel.tsx'
import { countOf } from '../../lib/format-count.ts'
import { notify } from '../../lib/notify.ts'
import { trpc } from '../../lib/trpc.ts'
import { PasswordDialog } from './password-dialog.tsx'
import { TurnOnDialog } from './turn-on-second-factor.tsx'

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

function TurnOffDialog({ onClose }: { readonly onClose: () => void }) {
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
      withCode
      onPassword={(password, code) => disable.mutate({ password, ...(code !== '' && { code }) })}
      onClose={onClose}
    />
  )
}
