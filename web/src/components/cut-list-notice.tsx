import { LIST_LIMIT } from '../lib/queries.ts'

/** Says that there is more than is shown. */
export function CutListNotice({ what }: { readonly what: string }) {
  return (
    <p className="border-t border-n5 px-4 py-2 text-xs text-n7">
      Only the first {LIST_LIMIT} {what} are shown.
    </p>
  )
}
