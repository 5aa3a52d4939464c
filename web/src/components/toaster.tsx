import { CircleAlert, CircleCheck } from 'lucide-react'
import { useNotices } from '../lib/notify.ts'

/** Says what has just been done, for eyes and screen readers. */
export function Toaster() {
  const notices = useNotices()
  return (
    <div
      role="status"
      className="pointer-events-none fixed inset-x-4 bottom-4 z-50 flex flex-col items-center gap-2 sm:right-6 sm:bottom-6 sm:left-auto sm:items-end"
    >
      {notices.map(({ id, text, worked }) => (
        <div
          key={id}
          className="flex max-w-sm animate-enter items-center gap-2 rounded-lg border border-n5 bg-n2 px-3 py-2 text-sm shadow-float"
        >
          {worked ? (
            <CircleCheck size={16} className="shrink-0 text-good" />
          ) : (
            <CircleAlert size={16} className="shrink-0 text-bad" />
          )}
          <span className="min-w-0 wrap-anywhere">{text}</span>
        </div>
      ))}
    </div>
  )
}
