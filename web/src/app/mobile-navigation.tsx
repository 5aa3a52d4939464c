import { Menu as MenuIcon } from 'lucide-react'
import { useState } from 'react'
import { Dialog } from '../components/dialog.tsx'
import { IconButton } from '../components/icon-button.tsx'
import { GatewayAddress } from './gateway-address.tsx'
import { RailLinks } from './rail-links.tsx'

/** The rail of narrow screens: a sheet from below. */
export function MobileNavigation() {
  const [open, setOpen] = useState(false)
  const close = () => setOpen(false)
  return (
    <>
      <IconButton
        label="Open navigation"
        icon={MenuIcon}
        className="md:hidden"
        onClick={() => setOpen(true)}
      />
      {open && (
        <Dialog title="Headgate" placement="bottom" onClose={close}>
          <RailLinks collapsed={false} onNavigate={close} />
          <div className="mt-4 border-t border-n5 pt-3">
            <GatewayAddress />
          </div>
        </Dialog>
      )}
    </>
  )
}
