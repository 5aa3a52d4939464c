import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Fragment } from 'react'
import { cx } from '../lib/cx.ts'
import { sessionQuery } from '../lib/queries.ts'
import { NAVIGATION } from './navigation.ts'

interface RailLinksProps {
  /** Icons only; the names are kept for the pointer and for screen readers. */
  readonly collapsed: boolean
  readonly onNavigate?: () => void
}

const LINK =
  'flex h-8 items-center gap-2.5 rounded-md px-2.5 text-sm text-n7 transition-colors duration-120 hover:bg-n4 hover:text-n8 max-md:h-11 max-md:text-base'

export function RailLinks({ collapsed, onNavigate }: RailLinksProps) {
  const isOwner = useQuery(sessionQuery()).data?.role === 'owner'
  return (
    <nav aria-label="Main" className="flex flex-col gap-0.5">
      {NAVIGATION.map((group, index) => (
        <Fragment key={group[0].to}>
          {index > 0 && <hr className="mx-2.5 my-2 border-n5" />}
          {group
            .filter((place) => isOwner || !('ownersOnly' in place))
            .map(({ to, label, icon: Icon }) => (
              <Link
                key={to}
                to={to}
                activeOptions={{ exact: to === '/', includeSearch: false }}
                activeProps={{ className: 'bg-n4 font-medium text-n8' }}
                title={collapsed ? label : undefined}
                onClick={onNavigate}
                className={cx(LINK, collapsed && 'justify-center px-0')}
              >
                <Icon size={16} className="shrink-0" />
                <span className={cx(collapsed && 'sr-only')}>{label}</span>
              </Link>
            ))}
        </Fragment>
      ))}
    </nav>
  )
}
