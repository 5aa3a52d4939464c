import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { LogOut, ShieldCheck } from 'lucide-react'
import { buttonClass } from '../components/button-class.ts'
import { Menu, MenuItem, MenuSeparator } from '../components/menu.tsx'
import { signOut } from '../lib/auth.ts'
import { notifyFailure } from '../lib/notify.ts'
import { sessionQuery } from '../lib/queries.ts'
import { ROLES } from '../lib/roles.ts'

export function UserMenu() {
  const navigate = useNavigate()
  const { data: actor } = useQuery(sessionQuery())
  if (!actor) return null

  const leave = async () => {
    try {
      await signOut()
    } catch (error) {
      return notifyFailure(error instanceof Error ? error.message : 'Signing out failed.')
    }
    // A fresh document: nothing of what was shown stays in memory.
    window.location.assign('/sign-in')
  }
  return (
    <Menu
      trigger={
        <button
          type="button"
          aria-label="Account"
          title={actor.name}
          className={buttonClass('ghost', 'icon')}
        >
          <span
            aria-hidden
            className="flex size-6 items-center justify-center rounded-full bg-accent-soft text-xs font-semibold text-accent"
          >
            {actor.name.charAt(0).toUpperCase()}
          </span>
        </button>
      }
    >
      <div className="max-w-72 px-2 py-1.5 wrap-anywhere">
        <p className="font-medium">{actor.name}</p>
        <p className="text-xs text-n7">{[actor.email, ROLES[actor.role].label].filter(Boolean).join(', ')}</p>
      </div>
      <MenuSeparator />
      <MenuItem icon={ShieldCheck} onSelect={() => void navigate({ to: '/access' })}>
        Your access
      </MenuItem>
      <MenuItem icon={LogOut} onSelect={() => void leave()}>
        Sign out
      </MenuItem>
    </Menu>
  )
}
