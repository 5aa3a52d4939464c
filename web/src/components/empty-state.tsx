import type { ReactNode } from 'react'

interface EmptyStateProps {
  /** One sentence. */
  readonly text: ReactNode
  /** The next thing to do. */
  readonly action?: ReactNode
}

export function EmptyState({ text, action }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center gap-4 px-6 py-14 text-center">
      <p className="max-w-md text-n7">{text}</p>
      {action}
    </div>
  )
}
