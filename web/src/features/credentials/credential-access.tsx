// How a credential authenticates and where it is used.
import type { CredentialView } from '@headgate/shared/credentials'
import { looksLikeSubscription } from '@headgate/shared/subscription'
import type { ReactNode } from 'react'
import { TimeAgo } from '../../components/time-ago.tsx'
import { TimeLeft } from '../../components/time-left.tsx'
import { useNow } from '../../lib/use-now.ts'
import { GEOGRAPHIES } from '@headgate/shared/geographies'
import { SURFACES } from '@headgate/shared/surfaces'

type BedrockView = Extract<CredentialView, { provider: 'bedrock' }>

export function CredentialAccess({ credential }: { readonly credential: CredentialView }) {
  const { endpointUrl } = credential
  return (
    <div className="min-w-0">
      {credential.provider === 'bedrock' ? (
        <TwoLines
          first={
            <>
              {METHODS[credential.method]} · {credential.region} ·{' '}
              <span title={GEOGRAPHIES[credential.geography].meaning}>{credential.geography}</span> ·{' '}
              <span title={`${SURFACES[credential.surface].label}: ${SURFACES[credential.surface].meaning}`}>
                {credential.surface}
              </span>
            </>
          }
          second={
            <>
              {credential.method === 'iam' ? (
                <Signer credential={credential} />
              ) : (
                <Preview text={credential.keyPreview} />
              )}
              {credential.expiresAt !== null && (
                <>
                  <br />
                  <Expiry at={credential.expiresAt} />
                </>
              )}
            </>
          }
        />
      ) : credential.method === 'oauth' ? (
        <TwoLines
          first={
            <>
              OAuth · <Expiry at={credential.expiresAt} />
            </>
          }
          second={
            <>
              <LastRefresh at={credential.lastRefreshAt} />
              {isOfSubscription(credential) && <SubscriptionNote />}
            </>
          }
        />
      ) : credential.method === 'workload_identity' ? (
        <TwoLines
          first={<WorkloadLine credential={credential} />}
          second={<Workload credential={credential} />}
        />
      ) : (
        <TwoLines first="API key" second={<Preview text={credential.keyPreview} />} />
      )}
      {endpointUrl !== null && (
        <p className="truncate text-xs text-n7" title={endpointUrl}>
          at {URL.parse(endpointUrl)?.host ?? endpointUrl}
        </p>
      )}
    </div>
  )
}

type WorkloadView = Extract<CredentialView, { method: 'workload_identity' }>

function WorkloadLine({ credential: { expiresAt } }: { readonly credential: WorkloadView }) {
  return (
    <>
      Workload identity
      {expiresAt !== null && (
        <>
          {' '}
          · <Expiry at={expiresAt} />
        </>
      )}
    </>
  )
}

/** Whom the gateway acts as, and where. */
function Workload({
  credential: { serviceAccountId, workspaceId, expiresAt },
}: {
  readonly credential: WorkloadView
}) {
  return (
    <>
      <span className="font-mono break-all">{serviceAccountId}</span> in {workspaceId}
      <br />
      {expiresAt === null ? 'no access token yet' : 'renews itself'}
    </>
  )
}

const METHODS: Readonly<Record<BedrockView['method'], string>> = { api_key: 'API key', iam: 'IAM' }

/** Whose keys sign, and the role they are exchanged for. */
function Signer({ credential }: { readonly credential: Extract<BedrockView, { method: 'iam' }> }) {
  const { keyPreview, roleArn } = credential
  return (
    <>
      {keyPreview === null ? 'AWS default chain' : <Preview text={keyPreview} />}
      {roleArn !== null && (
        <span className="line-clamp-2 break-all" title={roleArn}>
          as {roleName(roleArn)}
        </span>
      )}
    </>
  )
}

/** The name and the account tell roles apart; the whole ARN is in the details. */
function roleName(arn: string): string {
  const [, , , , account, path = ''] = arn.split(':')
  return `${path.slice(path.lastIndexOf('/') + 1)} in ${account}`
}

function TwoLines({ first, second }: { readonly first: ReactNode; readonly second: ReactNode }) {
  return (
    <>
      <p>{first}</p>
      <div className="text-xs text-n7">{second}</div>
    </>
  )
}

function LastRefresh({ at }: { readonly at: string | null }) {
  return at === null ? (
    'not refreshed yet'
  ) : (
    <>
      refreshed <TimeAgo time={at} />
    </>
  )
}

type OAuthView = Extract<CredentialView, { method: 'oauth' }>

function isOfSubscription({ subscription, scopes, expiresAt }: OAuthView): boolean {
  return subscription || looksLikeSubscription({ scopes, expiresAt: new Date(expiresAt) }, new Date())
}

/** They keep working; who runs them should know the terms. */
function SubscriptionNote() {
  return (
    <>
      <br />
      <strong className="font-semibold">Subscription login.</strong> Anthropic does not permit routing
      requests through Free, Pro or Max logins on behalf of others: use an API key.
    </>
  )
}

function Preview({ text }: { readonly text: string | null }) {
  return text === null ? <>no preview</> : <span className="font-mono">{text}</span>
}

function Expiry({ at }: { readonly at: string }) {
  const now = useNow()
  return Date.parse(at) > now ? (
    <>
      expires in <TimeLeft until={at} />
    </>
  ) : (
    <>
      expired <TimeAgo time={at} />
    </>
  )
}
