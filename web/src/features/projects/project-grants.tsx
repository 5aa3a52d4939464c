// What a project may do beyond sending messages, each with what that risks.
import { useMutation } from '@tanstack/react-query'
import type { ProjectView } from '@headgate/shared/projects'
import { useId, type ReactNode } from 'react'
import { Panel } from '../../components/panel.tsx'
import { Switch } from '../../components/switch.tsx'
import { errorFacts } from '../../lib/error-facts.ts'
import { notify } from '../../lib/notify.ts'
import { trpc } from '../../lib/trpc.ts'

type Grant = 'workspaceAccess' | 'passThrough'

interface GrantFacts {
  readonly grant: Grant
  readonly label: string
  readonly meaning: ReactNode
  readonly risk: string
}

const GRANTS: readonly GrantFacts[] = [
  {
    grant: 'workspaceAccess',
    label: 'May use batches, files and skills of a workspace that other projects share',
    meaning:
      'These belong to the whole Anthropic workspace behind a credential. While no other project uses the credential, they are open without this.',
    risk: 'With it, whoever holds a key of this project can list, read and delete what other projects keep there.',
  },
  {
    grant: 'passThrough',
    label: 'Callers may bring their own Anthropic credential',
    meaning: (
      <>
        A call that presents its project key as <Header name="x-headgate-key" /> may carry its own{' '}
        <Header name="x-api-key" /> or <Header name="Authorization" />, which goes to Anthropic in place of a
        credential of the pool. It never goes to AWS.
      </>
    ),
    risk: 'Such calls are billed to whoever owns that credential, and secrets that you do not manage pass through this gateway.',
  },
]

export function ProjectGrants({ project }: { readonly project: ProjectView }) {
  return (
    <Panel title="Permissions">
      <div className="divide-y divide-n5">
        {GRANTS.map((facts) => (
          <GrantSwitch key={facts.grant} facts={facts} project={project} />
        ))}
      </div>
    </Panel>
  )
}

function Header({ name }: { readonly name: string }) {
  return <code className="whitespace-nowrap">{name}</code>
}

interface GrantSwitchProps {
  readonly facts: GrantFacts
  readonly project: ProjectView
}

function GrantSwitch({ facts: { grant, label, meaning, risk }, project }: GrantSwitchProps) {
  const id = useId()
  const update = useMutation(
    trpc.projects.update.mutationOptions({
      onSuccess: (saved) => notify(`${label}: ${saved[grant] ? 'on' : 'off'}.`),
    }),
  )
  const checked = update.isPending ? update.variables[grant] === true : project[grant]
  return (
    <div className="flex items-start justify-between gap-4 p-4">
      <div className="min-w-0 text-sm">
        <p className="font-medium">{label}</p>
        <div id={id} className="mt-0.5 flex flex-col gap-1 text-n7">
          <p>{meaning}</p>
          <p>
            <span className="font-medium text-warn">Risk:</span> {risk}
          </p>
        </div>
        {update.error && (
          <p role="alert" className="mt-1 text-xs text-bad">
            Not changed: {errorFacts(update.error).message}
          </p>
        )}
      </div>
      <Switch
        label={label}
        describedBy={id}
        checked={checked}
        onChange={(on) => {
          // Not disabled meanwhile: that would take the focus away.
          if (!update.isPending) update.mutate({ id: project.id, [grant]: on })
        }}
      />
    </div>
  )
}
