import { ArrowUpRight } from 'lucide-react'
import type { ReactNode } from 'react'

export function ExternalLink({ href, children }: { readonly href: string; readonly children: ReactNode }) {
  return (
    <a
      href={href}
      target="_blank"
      rel="noreferrer"
      className="text-accent underline decoration-accent/40 underline-offset-2 hover:decoration-accent"
    >
      {children}
      <ArrowUpRight size={12} className="ml-0.5 inline" />
      <span className="sr-only"> (opens in a new tab)</span>
    </a>
  )
}
