import { Link } from '@tanstack/react-router'
import { CircleCheck, CircleMinus, TriangleAlert } from 'lucide-react'
import type { ProjectView } from '@headgate/shared/projects'
import { providerSchema } from '@headgate/shared/providers'
import { Badge } from '../../components/badge.tsx'
import type { Column } from '../../components/data-table.tsx'
import { ProviderBadge } from '../../components/provider-badge.tsx'
import { formatExactCount } from '../../lib/format-count.ts'

export const PROJECT_COLUMNS: readonly Column<ProjectView>[] = [
  {
    header: 'Project',
    card: 'title',
    cell: ({ id, name, slug }) => (
      <div className="min-w-0">
        <Link
          to="/projects/$projectId/routing"
          params={{ projectId: id }}
          title={name}
          className="line-clamp-3 font-medium wrap-anywhere after:absolute after:inset-0"
        >
          {name}
        </Link>
        <p className="font-mono text-xs break-all text-n7">{slug}</p>
      </div>
    ),
  },
  { header: 'Pool', cell: (project) => <PoolBadges project={project} /> },
  {
    header: 'Strategy',
    className: 'whitespace-nowrap',
    cell: ({ strategy }) => (strategy === 'priority' ? 'By priority' : 'By weight'),
  },
  { header: 'Active keys', align: 'end', cell: ({ activeKeys }) => formatExactCount(activeKeys) },
  {
    header: 'State',
    className: '@table:w-40 @table:pl-8',
    cell: ({ enabled }) =>
      enabled ? (
        <Badge tone="good" icon={CircleCheck}>
          Enabled
        </Badge>
      ) : (
        <Badge tone="neutral" icon={CircleMinus}>
          Disabled
        </Badge>
      ),
  },
]

/** Which providers can serve the project, and with how many credentials. */
function PoolBadges({ project: { pool } }: { readonly project: ProjectView }) {
  if (pool.length === 0) {
    return (
      <Badge tone="warn" icon={TriangleAlert}>
        No credential
      </Badge>
    )
  }
  return (
    <span className="flex flex-wrap gap-1.5 @max-table:justify-end">
      {providerSchema.options.map((provider) => {
        const count = pool.filter((member) => member.provider === provider).length
        if (count === 0) return null
        return (
          <span key={provider} className="inline-flex items-center gap-1">
            <ProviderBadge provider={provider} />
            {count > 1 && <span className="text-xs text-n7">×{count}</span>}
          </span>
        )
      })}
    </span>
  )
}
