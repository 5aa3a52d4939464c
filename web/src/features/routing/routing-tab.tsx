import { useQuery } from '@tanstack/react-query'
import { Loaded } from '../../components/loaded.tsx'
import { SkeletonPanel } from '../../components/skeleton-panel.tsx'
import { credentialsQuery, projectQuery } from '../../lib/queries.ts'
import { RoutingEditor } from './routing-editor.tsx'

export function RoutingTab({ projectId }: { readonly projectId: string }) {
  const project = useQuery(projectQuery(projectId))
  const credentials = useQuery(credentialsQuery())
  const skeleton = <SkeletonPanel rows={3} height="h-14" />
  return (
    <div className="max-w-4xl">
      <Loaded query={project} what="The project" skeleton={skeleton}>
        {(view) => (
          <Loaded query={credentials} what="The credentials" skeleton={skeleton}>
            {({ items }) => <RoutingEditor key={view.id} project={view} credentials={items} />}
          </Loaded>
        )}
      </Loaded>
    </div>
  )
}
