import type { ModelOverrideView } from '@headgate/shared/models'
import type { ReactNode } from 'react'
import { ModelName } from './model-name.tsx'

type Effect = Pick<ModelOverrideView, 'upstreamModel' | 'baseModel' | 'dropBetas' | 'dropFields'>

/** What an override does, one line each. */
export function OverrideEffect({ override }: { readonly override: Effect }) {
  const { upstreamModel, baseModel, dropBetas, dropFields } = override
  return (
    <ul className="flex min-w-0 flex-col gap-1">
      {upstreamModel !== null && (
        <Line term="Sent as">
          <ModelName name={upstreamModel} />
        </Line>
      )}
      {baseModel !== null && (
        <Line term="Treated as">
          <ModelName name={baseModel} />
        </Line>
      )}
      {dropBetas.length > 0 && (
        <Line term={dropBetas.length === 1 ? 'Without beta' : 'Without betas'}>
          <Names names={dropBetas} />
        </Line>
      )}
      {dropFields.length > 0 && (
        <Line term={dropFields.length === 1 ? 'Without field' : 'Without fields'}>
          <Names names={dropFields} />
        </Line>
      )}
    </ul>
  )
}

function Line({ term, children }: { readonly term: string; readonly children: ReactNode }) {
  return (
    <li className="flex flex-wrap items-baseline gap-x-2 @max-table:justify-end">
      <span className="shrink-0 text-n7">{term}</span>
      <span className="min-w-0">{children}</span>
    </li>
  )
}

function Names({ names }: { readonly names: readonly string[] }) {
  const text = names.join(', ')
  return (
    <span className="line-clamp-4 font-mono text-xs wrap-anywhere" title={text}>
      {text}
    </span>
  )
}
