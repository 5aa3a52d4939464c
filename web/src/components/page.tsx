// The frame of one view: its name, one line about it, what one can do, and the content.
import { useEffect, type ReactNode } from 'react'

interface PageProps {
  readonly title: string
  /** Above the title, e.g. the way back. */
  readonly above?: ReactNode
  readonly summary?: ReactNode
  readonly actions?: ReactNode
  readonly children: ReactNode
}

export function Page({ title, above, summary, actions, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} - Headgate`
  }, [title])
  return (
    <div className="mx-auto w-full max-w-[1400px] px-4 pt-5 pb-16 sm:px-6 lg:px-8">
      {above}
      <header className="mb-4 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <h1 className="truncate text-xl font-semibold tracking-tight" title={title}>
            {title}
          </h1>
          <div className="min-h-5 text-sm text-n7">{summary}</div>
        </div>
        {actions !== undefined && <div className="flex flex-wrap gap-2">{actions}</div>}
      </header>
      {children}
    </div>
  )
}
