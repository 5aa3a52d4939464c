import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { Button } from '../../components/button.tsx'
import { CutListNotice } from '../../components/cut-list-notice.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { Panel } from '../../components/panel.tsx'
import { SkeletonPanel } from '../../components/skeleton-panel.tsx'
import { countOf } from '../../lib/format-count.ts'
import { projectsQuery } from '../../lib/queries.ts'
import { CreateProjectDialog } from './create-project-dialog.tsx'
import { PROJECT_COLUMNS } from './project-columns.tsx'

interface ProjectsPageProps {
  readonly creating: boolean
  readonly onCreating: (creating: boolean) => void
  readonly onCreated: (projectId: string) => void
}

export function ProjectsPage({ creating, onCreating, onCreated }: ProjectsPageProps) {
  const projects = useQuery(projectsQuery())
  const create = (
    <Button variant="primary" onClick={() => onCreating(true)}>
      <Plus size={16} />
      Create project
    </Button>
  )
  return (
    <Page
      title="Projects"
      summary={
        projects.data && projects.data.items.length > 0 && countOf(projects.data.items.length, 'project')
      }
      actions={create}
    >
      <Loaded query={projects} what="The projects" skeleton={<SkeletonPanel rows={4} height="h-14" />}>
        {(page) => (
          <Panel>
            {page.items.length === 0 ? (
              <EmptyState
                text="A project holds the keys of one team or application, and decides which credentials serve them."
                action={create}
              />
            ) : (
              <DataTable
                label="Projects"
                columns={PROJECT_COLUMNS}
                rows={page.items}
                rowKey={(project) => project.id}
                tall
                linked
              />
            )}
            {page.nextCursor !== null && <CutListNotice what="projects" />}
          </Panel>
        )}
      </Loaded>
      {creating && <CreateProjectDialog onClose={() => onCreating(false)} onCreated={onCreated} />}
    </Page>
  )
}
