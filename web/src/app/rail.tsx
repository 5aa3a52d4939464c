import { Link } from '@tanstack/react-router'
import { PanelLeftClose, PanelLeftOpen } from 'lucide-react'
import { useState } from 'react'
import { IconButton } from '../components/icon-button.tsx'
import { LogoMark } from '../components/logo.tsx'
import { cx } from '../lib/cx.ts'
import { readStored, writeStored } from '../lib/storage.ts'
import { RailLinks } from './rail-links.tsx'

const KEY = 'headgate.rail'

/** The left edge on wide screens: where one is and where one can go. */
export function Rail() {
  const [collapsed, setCollapsed] = useState(() => readStored(KEY) === 'collapsed')
  const toggle = () => {
    writeStored(KEY, collapsed ? null : 'collapsed')
    setCollapsed(!collapsed)
  }
  return (
    <aside
      className={cx(
        'sticky top-0 hidden h-dvh shrink-0 flex-col gap-3 border-r border-n5 bg-n1 p-2 md:flex',
        collapsed ? 'w-14' : 'w-55',
      )}
    >
      <Link
        to="/"
        aria-label="Headgate"
        className={cx('flex h-9 items-center gap-2.5 rounded-md', collapsed ? 'justify-center' : 'px-1.5')}
      >
        <LogoMark />
        {!collapsed && <span className="text-base font-semibold tracking-tight">Headgate</span>}
      </Link>
      <RailLinks collapsed={collapsed} />
      <IconButton
        label={collapsed ? 'Expand navigation' : 'Collapse navigation'}
        icon={collapsed ? PanelLeftOpen : PanelLeftClose}
        aria-expanded={!collapsed}
        onClick={toggle}
        className={cx('mt-auto', collapsed ? 'self-center' : 'self-end')}
      />
    </aside>
  )
}
