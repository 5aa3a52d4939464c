import { RefreshCw } from 'lucide-react'
import { Button } from './button.tsx'

interface RefreshButtonProps {
  readonly query: { readonly isRefetching: boolean; readonly refetch: () => unknown }
}

export function RefreshButton({ query: { isRefetching, refetch } }: RefreshButtonProps) {
  return (
    <Button busy={isRefetching} onClick={() => void refetch()}>
      {!isRefetching && <RefreshCw size={14} />}
      Refresh
    </Button>
  )
}
