// What keeps requests from being served, worst first, each with what puts it right.
import type { CredentialView } from '@headgate/shared/credentials'
import type { ProjectView } from '@headgate/shared/projects'
import { Link } from '@tanstack/react-router'
import { CircleCheck, TriangleAlert } from 'lucide-react'
import type { ComponentType } from 'react'
import { Badge } from '../../components/badge.tsx'
import { buttonClass } from '../../components/button-class.ts'
import { Notice } from '../../components/notice.tsx'
import { Panel } from '../../components/panel.tsx'
import { countOf } from '../../lib/format-count.ts'
import { blockageOf, needsAttention, unservedProjects, type Blockage } from './attention.ts'

interface AttentionPanelProps {
  readonly credentials: readonly CredentialView[]
  readonly projects: readonly ProjectView[]
  /** Shows credentials with what puts them right. */
  readonly list: ComponentType<{ readonly credentials: readonly CredentialView[] }>
}

export function AttentionPanel({ credentials, projects, list: List }: AttentionPanelProps) {
  const blockage = blockageOf(credentials)
  const needy = credentials.filter(needsAttention)
  // Where no credential works, only an empty pool is a matter of its own.
  const unserved = unservedProjects(projects).filter(({ pool }) => blockage === null || pool.length === 0)
  return (
    <Panel title="Needs attention">
      <div className="divide-y divide-n5">
        {blockage !== null && <BlockageNotice blockage={blockage} />}
        {needy.length > 0 && <List credentials={needy} />}
        {unserved.length > 0 && <UnservedProjects projects={unserved} />}
        {blockage === null && needy.length === 0 && unserved.length === 0 && (
          <p className="px-4 py-3.5 text-sm">
            <Badge tone="good" icon={CircleCheck}>
              Nothing. {countOf(credentials.filter(({ status }) => status === 'ready').length, 'credential')}{' '}
              ready.
            </Badge>
          </p>
        )}
      </div>
    </Panel>
  )
}

const BLOCKAGES: Readonly<Record<Blockage, { readonly title: string; readonly text: string }>> = {
  no_credential: { title: 'There is no credential.', text: 'Every request is rejected until you add one.' },
  all_disabled: {
    title: 'All credentials are disabled.',
    text: 'Every request is denied until you enable one.',
  },
  none_ready: {
    title: 'No enabled credential is ready.',
    text: 'Requests are still tried with those there are, and likely fail until one of them works again.',
  },
}

function BlockageNotice({ blockage }: { readonly blockage: Blockage }) {
  const { title, text } = BLOCKAGES[blockage]
  return (
    <div className="p-3">
      <Notice
        tone="bad"
        title={title}
        action={
          <Link
            to={blockage === 'no_credential' ? '/credentials/new' : '/credentials'}
            className={buttonClass('secondary', 'small')}
          >
            {blockage === 'no_credential' ? 'Add credential' : 'Open credentials'}
          </Link>
        }
      >
        {text}
      </Notice>
    </div>
  )
}

const SHOWN_PROJECTS = 5

function UnservedProjects({ projects }: { readonly projects: readonly ProjectView[] }) {
  const rest = projects.length - SHOWN_PROJECTS
  return (
    <ul className="divide-y divide-n5 text-sm">
      {projects.slice(0, SHOWN_PROJECTS).map(({ id, name, slug, pool }) => (
        <li
          key={id}
          className="grid grid-cols-[5.75rem_1fr] items-start gap-x-3 gap-y-2 px-4 py-3 lg:grid-cols-[5.75rem_14rem_1fr_auto]"
        >
          <span className="text-n7">Project</span>
          <div className="min-w-0">
            <p className="truncate font-medium" title={name}>
              {name}
            </p>
            <p className="truncate font-mono text-xs text-n7">{slug}</p>
          </div>
          <div className="min-w-0 max-lg:col-start-2">
            <Badge tone="warn" icon={TriangleAlert}>
              {pool.length === 0 ? 'No credential' : 'All its credentials are disabled'}
            </Badge>
            <p className="mt-0.5 text-xs text-n7">Its requests are denied.</p>
          </div>
          <Link
            to="/projects/$projectId/routing"
            params={{ projectId: id }}
            className={`${buttonClass('secondary', 'small')} max-lg:col-start-2 max-lg:justify-self-start`}
          >
            Choose credentials
          </Link>
        </li>
      ))}
      {rest > 0 && (
        <li className="px-4 py-2.5 text-n7">
          And {countOf(rest, 'more project', 'more projects')} without a credential.{' '}
          <Link to="/projects" className="text-accent underline underline-offset-2">
            All projects
          </Link>
        </li>
      )}
    </ul>
  )
}
