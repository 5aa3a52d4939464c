import { Button } from './button.tsx'
import { EmptyState } from './empty-state.tsx'

interface NothingFitsProps {
  /** As in `No request fits these filters.` */
  readonly what: string
  readonly onClear: () => void
}

export function NothingFits({ what, onClear }: NothingFitsProps) {
  return (
    <EmptyState
      text={`No ${what} fits these filters.`}
      action={<Button onClick={onClear}>Clear filters</Button>}
    />
  )
}
