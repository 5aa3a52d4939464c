// The facts of a credential in the order one asks for them: whose, which, how, and does it work.
import type { CredentialView } from '@headgate/shared/credentials'
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
      className: '@table:w-28 @5xl:w-32',
      cell: ({ provider }) => <ProviderBadge provider={provider} />,
    },
    {
      header: 'Name',
      card: 'title',
      className: '@table:w-[24%]',
      cell: ({ name, accountId }) => (
        <div className="min-w-0">
          <p className="line-clamp-3 font-medium wrap-anywhere" title={name}>
            {name}
          </p>
          <p className="font-mono text-xs break-all text-n7">{accountId}</p>
        </div>
      ),
    },
    {
      header: 'Access',
      className: '@table:min-w-38 @5xl:min-w-52 @6xl:min-w-64',
      cell: (credential) => <CredentialAccess credential={credential} />,
    },
    {
      header: 'Status',
      className: '@5xl:w-[32%]',
      cell: (credential) => (
        <div className="flex min-w-0 flex-wrap items-start justify-between gap-x-3 gap-y-2 @max-table:flex-col @max-table:items-end @table:@max-5xl:flex-col">
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
      className: '@table:w-12',
      cell: (credential) => <CredentialMenu credential={credential} onOpen={onOpen} />,
    },
  ]
}

function ProjectSlugs({ slugs }: { readonly slugs: readonly string[] }) {
  if (slugs.length === 0) return <span className="text-n7">None</span>
  const rest = slugs.length - SHOWN_PROJECTS
  return (
    <ul className="min-w-0 @table:max-w-20 @5xl:max-w-40" title={slugs.join(', ')}>
      {slugs.slice(0, SHOWN_PROJECTS).map((slug) => (
        <li key={slug} className="truncate">
          {slug}
        </li>
      ))}
      {rest > 0 && <li className="text-n7">and {rest} more</li>}
    </ul>
  )
}
