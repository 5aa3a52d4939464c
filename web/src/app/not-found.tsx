import { Link } from '@tanstack/react-router'
import { buttonClass } from '../components/button-class.ts'
import { EmptyState } from '../components/empty-state.tsx'

export function NotFound() {
  return (
    <EmptyState
      text="There is nothing at this address."
      action={
        <Link to="/" className={buttonClass('primary')}>
          Go to the overview
        </Link>
      }
    />
  )
}
