// The facts of a credential in the order one asks for them: whose, which, how, and does it work.
import type { CredentialView } from '@headgate/shared/credentials'
import { Fragment } from 'react'
import type { Column } from '../../components/data-table.tsx'
import { ProviderBadge } from '../../components/provider-badge.tsx'
import { CredentialAccess } from './credential-access.tsx'
import type { OpenDialog } from './credential-dialog.tsx'
import { CredentialHealth } from './credential-health.tsx'
import { CredentialMenu } from './credential-menu.tsx'
import { Remedies } from './remedies.tsx'

const SHOWN_PROJECTS = 3

export function credentialColumns(onOpen: (dialog: OpenDialog) => void): readonly Column<CredentialView>[] {
  return [
    {
      header: 'Provider',
      card: 'title',
      className: '@4xl:w-32',
      cell: ({ provider }) => <ProviderBadge provider={provider} />,
    },
    {
      header: 'Name',
      card: 'title',
      className: '@4xl:min-w-48',
      cell: ({ name, accountId }) => (
        <div className="min-w-0">
          <p className="font-medium break-words">{name}</p>
          <p className="font-mono text-xs break-all text-n7">{accountId}</p>
        </div>
      ),
    },
    {
      header: 'Access',
      className: '@4xl:min-w-52',
      cell: (credential) => <CredentialAccess credential={credential} />,
    },
    {
      header: 'Status',
      className: '@4xl:w-[34%]',
      cell: (credential) => (
        <div className="flex min-w-0 items-start justify-between gap-3 @max-4xl:flex-col @max-4xl:items-end">
          <CredentialHealth credential={credential} />
          <Remedies credential={credential} onOpen={onOpen} />
        </div>
      ),
    },
    { header: 'Projects', cell: ({ projects }) => <ProjectSlugs slugs={projects} /> },
    {
      header: 'Actions',
      quiet: true,
      card: 'corner',
      align: 'end',
      className: '@4xl:w-12',
      cell: (credential) => <CredentialMenu credential={credential} onOpen={onOpen} />,
    },
  ]
}

function ProjectSlugs({ slugs }: { readonly slugs: readonly string[] }) {
  if (slugs.length === 0) return <span className="text-n7">None</span>
  const rest = slugs.length - SHOWN_PROJECTS
  return (
    <span title={slugs.join(', ')}>
      {slugs.slice(0, SHOWN_PROJECTS).map((slug, index) => (
        <Fragment key={slug}>
          {index > 0 && ', '}
          <span className="whitespace-nowrap">{slug}</span>
        </Fragment>
      ))}
      {rest > 0 && ` and ${rest} more`}
    </span>
  )
}
