import { X } from 'lucide-react'
import { Button } from './button.tsx'

export function ClearFilters({ onClear }: { readonly onClear: () => void }) {
  return (
    <Button variant="ghost" onClick={onClear}>
      <X size={14} />
      Clear filters
    </Button>
  )
}
