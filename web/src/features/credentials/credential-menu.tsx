import { useMutation } from '@tanstack/react-query'
import type { CredentialView } from '@headgate/shared/credentials'
import {
  Ellipsis,
  Info,
  LogIn,
  Pencil,
  Power,
  PowerOff,
  RefreshCw,
  RotateCw,
  Trash2,
  Zap,
} from 'lucide-react'
import { IconButton } from '../../components/icon-button.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../components/menu.tsx'
import { notify, notifyFailure } from '../../lib/notify.ts'
import { queryClient } from '../../lib/query-client.ts'
import { trpc } from '../../lib/trpc.ts'
import type { DialogKind, OpenDialog } from './credential-dialog.tsx'

interface CredentialMenuProps {
  readonly credential: CredentialView
  readonly onOpen: (dialog: OpenDialog) => void
}

export function CredentialMenu({ credential, onOpen }: CredentialMenuProps) {
  const { id, name, accountId, enabled, method } = credential
  const update = useMutation(
    trpc.credentials.update.mutationOptions({
      onSuccess: (saved) => notify(`${saved.name} is ${saved.enabled ? 'enabled' : 'disabled'}.`),
      onError: (error) => notifyFailure(`${name} is not changed: ${error.message}`),
    }),
  )
  const refresh = useMutation(
    trpc.credentials.refresh.mutationOptions({
      onSuccess: () => notify(`${name} is renewed.`),
      onError(error) {
        notifyFailure(`${name} is not renewed: ${error.message}`)
        return queryClient.invalidateQueries()
      },
    }),
  )
  const open = (kind: DialogKind) => () => onOpen({ kind, credential })
  return (
    <Menu trigger={<IconButton label={`Actions for ${accountId}`} icon={Ellipsis} />}>
      <MenuItem icon={Info} onSelect={open('details')}>
        Details
      </MenuItem>
      <MenuItem icon={Zap} onSelect={open('probe')}>
        Probe
      </MenuItem>
      <MenuItem icon={Pencil} onSelect={open('edit')}>
        Edit
      </MenuItem>
      {credential.method === 'oauth' && (
        <>
          <MenuItem icon={RefreshCw} onSelect={() => refresh.mutate({ id })}>
            Refresh now
          </MenuItem>
          <MenuItem icon={LogIn} onSelect={open('sign-in')}>
            Sign in again
          </MenuItem>
        </>
      )}
      <MenuItem icon={RotateCw} onSelect={open('rotate')}>
        {method === 'workload_identity' ? 'Change federation' : 'Rotate secret'}
      </MenuItem>
      <MenuItem icon={enabled ? PowerOff : Power} onSelect={() => update.mutate({ id, enabled: !enabled })}>
        {enabled ? 'Disable' : 'Enable'}
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={Trash2} danger onSelect={open('remove')}>
        Remove
      </MenuItem>
    </Menu>
  )
}
