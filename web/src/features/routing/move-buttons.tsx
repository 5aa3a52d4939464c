import { ArrowDown, ArrowUp } from 'lucide-react'
import { IconButton } from '../../components/icon-button.tsx'

interface MoveButtonsProps {
  readonly name: string
  readonly isFirst: boolean
  readonly isLast: boolean
  readonly onMove: (by: -1 | 1) => void
}

/** At the ends they stay focusable, so that the focus is not lost on the way. */
export function MoveButtons({ name, isFirst, isLast, onMove }: MoveButtonsProps) {
  return (
    <>
      <IconButton
        label={`Move ${name} up`}
        icon={ArrowUp}
        aria-disabled={isFirst}
        className="aria-disabled:opacity-40"
        onClick={() => onMove(-1)}
      />
      <IconButton
        label={`Move ${name} down`}
        icon={ArrowDown}
        aria-disabled={isLast}
        className="aria-disabled:opacity-40"
        onClick={() => onMove(1)}
      />
    </>
  )
}
