import type { PersonView } from '@headgate/shared/people'
import { Ellipsis, LogOut, Trash2, UserCog } from 'lucide-react'
import { IconButton } from '../../components/icon-button.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../components/menu.tsx'
import type { OpenPersonDialog } from './person-dialogs.tsx'

interface PersonMenuProps {
  readonly person: PersonView
  readonly onOpen: (dialog: OpenPersonDialog) => void
}

export function PersonMenu({ person, onOpen }: PersonMenuProps) {
  return (
    <Menu trigger={<IconButton label={`Actions for ${person.name}`} icon={Ellipsis} />}>
      <MenuItem icon={UserCog} onSelect={() => onOpen({ kind: 'role', person })}>
        Change role
      </MenuItem>
      <MenuItem
        icon={LogOut}
        disabled={person.lastSeenAt === null}
        onSelect={() => onOpen({ kind: 'sessions', person })}
      >
        Sign out
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={Trash2} danger onSelect={() => onOpen({ kind: 'remove', person })}>
        Remove
      </MenuItem>
    </Menu>
  )
}
