import { Link } from '@tanstack/react-router'
import { ChevronLeft } from 'lucide-react'

interface BackLinkProps {
  readonly to: '/credentials' | '/projects'
  readonly children: string
}

/** To the list that the view belongs to. */
export function BackLink({ to, children }: BackLinkProps) {
  return (
    <Link
      to={to}
      className="mb-2 -ml-1 inline-flex items-center gap-1 rounded pr-1 text-sm text-n7 hover:text-n8"
    >
      <ChevronLeft size={16} />
      {children}
    </Link>
  )
}
