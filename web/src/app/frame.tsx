// What stays while views change: the rail, the top bar, and the notices.
import type { ReactNode } from 'react'
import { GatewayAddress } from './gateway-address.tsx'
import { MobileNavigation } from './mobile-navigation.tsx'
import { OutageBadge } from './outage-badge.tsx'
import { Rail } from './rail.tsx'
import { ThemeMenu } from './theme-menu.tsx'
import { UserMenu } from './user-menu.tsx'

export function Frame({ children }: { readonly children: ReactNode }) {
  return (
    <div className="flex min-h-dvh">
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-md focus:bg-n2 focus:px-3 focus:py-2"
      >
        Skip to content
      </a>
      <Rail />
      <div className="flex min-w-0 grow flex-col">
        <header className="sticky top-0 z-20 flex h-12 items-center gap-1 border-b border-n5 bg-n1 px-3 sm:px-6 lg:px-8">
          <MobileNavigation />
          <span className="font-semibold md:hidden">Headgate</span>
          <div className="hidden min-w-0 md:block">
            <GatewayAddress />
          </div>
          <div className="ml-3 min-w-0">
            <OutageBadge />
          </div>
          <div className="ml-auto flex items-center gap-1">
            <ThemeMenu />
            <UserMenu />
          </div>
        </header>
        <main id="main" tabIndex={-1} className="grow outline-none">
          {children}
        </main>
      </div>
    </div>
  )
}
