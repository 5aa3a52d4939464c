// All that is known about one credential, beside the list. Never its secret.
import { useQuery } from '@tanstack/react-query'
import type { CredentialView } from '@headgate/shared/credentials'
import type { ReactNode } from 'react'
import { Copyable } from '../../components/copyable.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Facts, type Fact } from '../../components/facts.tsx'
import { ProviderBadge } from '../../components/provider-badge.tsx'
import { TimeAgo } from '../../components/time-ago.tsx'
import { credentialsQuery, systemStatusQuery } from '../../lib/queries.ts'
import { CredentialHealth } from './credential-health.tsx'
import { GEOGRAPHIES } from '@headgate/shared/geographies'
import { SURFACES } from '@headgate/shared/surfaces'

interface CredentialDetailsProps {
  readonly credential: CredentialView
  readonly onClose: () => void
}

export function CredentialDetails({ credential: opened, onClose }: CredentialDetailsProps) {
  const listed = useQuery(credentialsQuery()).data?.items.find(({ id }) => id === opened.id)
  const credential = listed ?? opened
  const renews = useQuery(systemStatusQuery()).data?.oauthClient ?? true
  return (
    <Dialog
      title={credential.name}
      description={<Copyable text={credential.accountId} what="account ID" />}
      placement="side"
      onClose={onClose}
    >
      <div className="rounded-lg border border-n5">
        <Facts
          facts={[...commonFacts(credential), ...accessFacts(credential, renews), ...useFacts(credential)]}
        />
      </div>
    </Dialog>
  )
}

function commonFacts(credential: CredentialView): readonly Fact[] {
  return [
    { term: 'Provider', value: <ProviderBadge provider={credential.provider} /> },
    { term: 'Status', value: <CredentialHealth credential={credential} /> },
  ]
}

function accessFacts(credential: CredentialView, renews: boolean): readonly Fact[] {
  if (credential.provider === 'bedrock') return [...signerFacts(credential), ...placeFacts(credential)]
  if (credential.method === 'api_key')
    return [
      { term: 'Method', value: 'API key' },
      { term: 'API key', value: <Mono text={credential.keyPreview} /> },
    ]
  if (credential.method === 'workload_identity') return workloadFacts(credential)
  const { expiresAt, scopes, lastRefreshAt, refreshProblem } = credential
  const renewal = renews ? 'It renews itself before.' : 'It is not renewed: signing in is not set up.'
  return [
    { term: 'Method', value: 'OAuth' },
    {
      term: 'Expires',
      value: <TimeAgo time={expiresAt} />,
      ...(refreshProblem === null && { note: renewal }),
    },
    { term: 'Scopes', value: <Mono text={scopes.join(' ') || null} /> },
    { term: 'Last refreshed', value: lastRefreshAt === null ? 'Never' : <TimeAgo time={lastRefreshAt} /> },
  ]
}

type WorkloadView = Extract<CredentialView, { method: 'workload_identity' }>

function workloadFacts(credential: WorkloadView): readonly Fact[] {
  const { federationRuleId, organizationId, serviceAccountId, workspaceId } = credential
  const { expiresAt, scopes, lastRefreshAt } = credential
  return [
    { term: 'Method', value: 'Workload identity', note: 'This machine’s identity token is exchanged.' },
    { term: 'Federation rule', value: <Copyable text={federationRuleId} what="federation rule ID" /> },
    { term: 'Organization', value: <Copyable text={organizationId} what="organization ID" /> },
    { term: 'Service account', value: <Copyable text={serviceAccountId} what="service account ID" /> },
    { term: 'Workspace', value: <Mono text={workspaceId} /> },
    { term: 'Expires', value: expiresAt === null ? 'No access token yet' : <TimeAgo time={expiresAt} /> },
    { term: 'Scopes', value: scopes.length === 0 ? 'Not known' : <Slugs slugs={scopes} /> },
    { term: 'Last exchanged', value: lastRefreshAt === null ? 'Never' : <TimeAgo time={lastRefreshAt} /> },
  ]
}

type BedrockView = Extract<CredentialView, { provider: 'bedrock' }>

const KEY_KINDS = { short_term: 'Short-term key', long_term: 'Long-term key' } as const

function signerFacts(credential: BedrockView): readonly Fact[] {
  if (credential.method === 'api_key') {
    const { keyPreview, keyKind, expiresAt } = credential
    return [
      { term: 'Method', value: 'API key' },
      { term: 'Kind', value: keyKind === null ? 'Not known' : KEY_KINDS[keyKind] },
      { term: 'API key', value: <Mono text={keyPreview} /> },
      { term: 'Expires', value: expiresAt === null ? 'Not known' : <TimeAgo time={expiresAt} /> },
    ]
  }
  const { keyPreview, roleArn, hasExternalId } = credential
  return [
    { term: 'Method', value: 'IAM', note: 'Each request is signed.' },
    keyPreview === null
      ? { term: 'Identity', value: 'AWS default chain', note: 'The identity of the machine.' }
      : { term: 'Access key', value: <Mono text={keyPreview} /> },
    {
      term: 'Role',
      value: roleArn === null ? 'None' : <Copyable text={roleArn} what="role ARN" />,
    },
    ...(roleArn === null ? [] : [{ term: 'External ID', value: hasExternalId ? 'Set' : 'None' }]),
  ]
}

function placeFacts({ region, surface, geography }: BedrockView): readonly Fact[] {
  return [
    { term: 'Region', value: region },
    { term: 'Surface', value: SURFACES[surface].label, note: SURFACES[surface].meaning },
    surface === 'mantle'
      ? { term: 'Geography', value: 'This region alone' }
      : { term: 'Geography', value: GEOGRAPHIES[geography].label, note: GEOGRAPHIES[geography].meaning },
  ]
}

function useFacts({ endpointUrl, projects, createdAt, updatedAt }: CredentialView): readonly Fact[] {
  return [
    {
      term: 'Endpoint URL',
      value:
        endpointUrl === null ? (
          'The provider’s own host'
        ) : (
          <Copyable text={endpointUrl} what="endpoint URL" />
        ),
    },
    { term: 'Projects', value: projects.length === 0 ? 'None' : <Slugs slugs={projects} /> },
    { term: 'Created', value: <TimeAgo time={createdAt} /> },
    { term: 'Changed', value: <TimeAgo time={updatedAt} /> },
  ]
}

function Slugs({ slugs }: { readonly slugs: readonly string[] }): ReactNode {
  return (
    <ul>
      {slugs.map((slug) => (
        <li key={slug}>{slug}</li>
      ))}
    </ul>
  )
}

function Mono({ text }: { readonly text: string | null }) {
  return text === null ? 'Not known' : <span className="font-mono text-xs break-all">{text}</span>
}
