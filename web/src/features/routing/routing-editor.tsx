import { useMutation } from '@tanstack/react-query'
import type { CredentialView } from '@headgate/shared/credentials'
import type { ProjectView } from '@headgate/shared/projects'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { Notice } from '../../components/notice.tsx'
import { Panel } from '../../components/panel.tsx'
import { UnsavedChanges } from '../../components/unsaved-changes.tsx'
import { notify } from '../../lib/notify.ts'
import { trpc } from '../../lib/trpc.ts'
import { AddMember } from './add-member.tsx'
import {
  draftOf,
  isSameDraft,
  routingInput,
  sharesOf,
  withMember,
  withMoved,
  type PoolDraft,
} from './pool-draft.ts'
import { PoolMember } from './pool-member.tsx'
import { StrategyChoice } from './strategy-choice.tsx'

interface RoutingEditorProps {
  readonly project: ProjectView
  readonly credentials: readonly CredentialView[]
}

export function RoutingEditor({ project, credentials }: RoutingEditorProps) {
  const [edited, setEdited] = useState<PoolDraft | null>(null)
  const [moved, setMoved] = useState('')
  const save = useMutation(
    trpc.projects.setRouting.mutationOptions({
      onSuccess: () => notify('Routing saved. It applies immediately.'),
    }),
  )
  const stored = draftOf(project)
  const draft = edited ?? stored
  const isChanged = !isSameDraft(draft, stored)
  const byId = new Map(credentials.map((credential) => [credential.id, credential]))
  const shares = sharesOf(draft.members)
  const move = (credentialId: string, by: -1 | 1) => {
    const next = withMoved(draft, credentialId, by)
    const position = next.members.findIndex((member) => member.credentialId === credentialId) + 1
    setEdited(next)
    setMoved(`${byId.get(credentialId)?.name}: position ${position} of ${next.members.length}`)
  }

  return (
    <>
      <form
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault()
          // What was changed while saving stays.
          const onSuccess = () => setEdited((latest) => (latest === edited ? null : latest))
          save.mutate(routingInput(project.id, draft), { onSuccess })
        }}
      >
        <StrategyChoice
          strategy={draft.strategy}
          onChange={(strategy) => setEdited({ ...draft, strategy })}
        />
        <Panel title="Pool">
          {draft.members.length === 0 ? (
            <div className="p-4">
              <Notice tone="warn">
                Requests of this project are rejected until its pool has a credential.
              </Notice>
            </div>
          ) : (
            <ol aria-label="Pool" className="divide-y divide-n5">
              {draft.members.map(({ credentialId }, index) => (
                <PoolMember
                  key={credentialId}
                  {...{ index, draft, credentialId }}
                  share={shares[index]!}
                  credential={byId.get(credentialId)}
                  onMove={(by) => move(credentialId, by)}
                  onChange={setEdited}
                />
              ))}
            </ol>
          )}
          <AddMember
            candidates={credentials.filter(({ id }) =>
              draft.members.every(({ credentialId }) => credentialId !== id),
            )}
            hasCredentials={credentials.length > 0}
            onAdd={(credentialId) => setEdited(withMember(draft, credentialId))}
          />
        </Panel>
        <p role="status" className="sr-only">
          {moved}
        </p>
        {save.error && <ErrorNotice title="The routing is not saved." error={save.error} />}
        <div className="flex items-center gap-2">
          <Button type="submit" variant="primary" disabled={!isChanged} busy={save.isPending}>
            Save routing
          </Button>
          {isChanged && <Button onClick={() => setEdited(null)}>Discard changes</Button>}
          {isChanged && <span className="text-xs text-n7">Not saved yet</span>}
        </div>
      </form>
      <UnsavedChanges exist={isChanged} what="The routing" />
    </>
  )
}
