import { Panel } from './panel.tsx'
import { SkeletonRows, type SkeletonRowsProps } from './skeleton.tsx'

/** A panel of rows that is being loaded. */
export function SkeletonPanel(props: SkeletonRowsProps) {
  return (
    <Panel>
      <SkeletonRows {...props} />
    </Panel>
  )
}
