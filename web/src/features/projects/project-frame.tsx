// What all tabs of a project share: its name and the way between them.
import { useQuery } from '@tanstack/react-query'
import { Link, Outlet } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { Notice } from '../../components/notice.tsx'
import { Page } from '../../components/page.tsx'
import { projectQuery } from '../../lib/queries.ts'

interface ProjectFrameProps {
  readonly projectId: string
  readonly back: ReactNode
}

const TABS = [
  { to: '/projects/$projectId/routing', label: 'Routing' },
  { to: '/projects/$projectId/keys', label: 'Keys' },
  { to: '/projects/$projectId/connect', label: 'Connect' },
  { to: '/projects/$projectId/settings', label: 'Settings' },
] as const

export function ProjectFrame({ projectId, back }: ProjectFrameProps) {
  const { data: project, error, refetch } = useQuery(projectQuery(projectId))
  if (!project && error) {
    return (
      <Page title="Project" above={back}>
        <ErrorNotice title="The project could not be loaded." error={error} onRetry={() => void refetch()} />
      </Page>
    )
  }
  return (
    <Page
      title={project?.name ?? 'Project'}
      above={back}
      summary={
        <span className="block truncate font-mono text-xs" title={project?.slug}>
          {project?.slug}
        </span>
      }
    >
      <nav aria-label="Project" className="-mt-1 mb-5 flex gap-5 overflow-x-auto border-b border-n5">
        {TABS.map(({ to, label }) => (
          <Link
            key={to}
            to={to}
            params={{ projectId }}
            activeOptions={{ includeSearch: false }}
            activeProps={{ className: 'border-accent font-medium text-n8' }}
            inactiveProps={{ className: 'border-transparent text-n7 hover:text-n8' }}
            className="-mb-px flex h-9 items-center border-b-2 text-sm focus-visible:-outline-offset-2"
          >
            {label}
          </Link>
        ))}
      </nav>
      {project?.enabled === false && (
        <div className="mb-4">
          <Notice tone="warn">
            This project is disabled: its keys are denied as if they did not exist. You can enable it under
            Settings.
          </Notice>
        </div>
      )}
      <Outlet />
    </Page>
  )
}
