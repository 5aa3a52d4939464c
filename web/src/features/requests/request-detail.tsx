import type { RequestView } from '@headgate/shared/requests'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Facts, type Fact } from '../../components/facts.tsx'
import { Notice } from '../../components/notice.tsx'
import { OUTCOMES, OutcomeBadge } from '../../components/outcome-badge.tsx'
import { ProviderBadge } from '../../components/provider-badge.tsx'
import { TimeAgo } from '../../components/time-ago.tsx'
import { formatDuration, formatExactTime } from '../../lib/format-time.ts'
import { AccountText } from './account-text.tsx'
import { wasSent } from './attempt-results.ts'
import { AttemptTimeline } from './attempt-timeline.tsx'
import { RequestTokens } from './request-tokens.tsx'
import { Absent } from './token-text.tsx'

export function RequestDetail({ request }: { readonly request: RequestView }) {
  const { outcome, status, errorType, errorMessage } = request
  return (
    <div className="flex flex-col gap-6">
      {outcome === 'completed' ? (
        <div className="text-sm">
          <OutcomeBadge outcome={outcome} status={status} />
        </div>
      ) : (
        <Notice
          tone={OUTCOMES[outcome].tone}
          title={
            <>
              {OUTCOMES[outcome].word}, status {status}
              {errorType !== null && <span className="font-mono text-xs font-normal"> {errorType}</span>}
            </>
          }
        >
          {errorMessage ?? OUTCOMES[outcome].meaning}
        </Notice>
      )}
      <Section title="Attempts">
        <AttemptTimeline request={request} />
      </Section>
      <Section title="Tokens and cost">
        <RequestTokens request={request} />
      </Section>
      <Section title="Details">
        <Facts facts={requestFacts(request)} />
      </Section>
    </div>
  )
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section>
      <h3 className="mb-2 text-sm font-semibold">{title}</h3>
      <div className="rounded-lg border border-n5">{children}</div>
    </section>
  )
}

function requestFacts(request: RequestView): readonly Fact[] {
  const { time, projectId, projectSlug, keyName, provider, accountId, model } = request
  return [
    {
      term: 'Time',
      value: (
        <>
          {formatExactTime(time)} <span className="text-n7">(</span>
          <TimeAgo time={time} />
          <span className="text-n7">)</span>
        </>
      ),
    },
    { term: 'Call', value: <Mono text={request.path} /> },
    {
      term: 'Project',
      value:
        projectId === null || projectSlug === null ? (
          'removed'
        ) : (
          <Link
            to="/projects/$projectId/routing"
            params={{ projectId }}
            className="text-accent underline underline-offset-2"
          >
            {projectSlug}
          </Link>
        ),
    },
    { term: 'Key', value: keyName ?? 'removed' },
    {
      term: 'Credential',
      value:
        provider === null ? (
          <Absent />
        ) : (
          <span className="flex flex-wrap items-center gap-2">
            <ProviderBadge provider={provider} />
            <AccountText accountId={accountId} />
          </span>
        ),
    },
    { term: 'Model asked for', value: <Mono text={model} /> },
    ...(wasSent(request) ? answerFacts(request) : []),
    { term: 'Duration', value: formatDuration(request.durationMs) },
    { term: 'Session', value: <Mono text={request.sessionId} /> },
  ]
}

function answerFacts({ upstreamModel, stream, timeToFirstByteMs }: RequestView): readonly Fact[] {
  return [
    { term: 'Model upstream', value: <Mono text={upstreamModel} /> },
    { term: 'Answer', value: stream ? 'Streamed' : 'Not streamed' },
    {
      term: 'Time to first byte',
      value: timeToFirstByteMs === null ? <Absent /> : formatDuration(timeToFirstByteMs),
    },
  ]
}

function Mono({ text }: { readonly text: string | null }) {
  return text === null ? <Absent /> : <span className="font-mono text-xs break-all">{text}</span>
}
