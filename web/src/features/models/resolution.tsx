// What would become of a call, as plain facts.
import type { ModelResolution } from '@headgate/shared/models'
import type { ReactNode } from 'react'
import { Copyable } from '../../components/copyable.tsx'
import { Facts, type Fact } from '../../components/facts.tsx'
import { Notice } from '../../components/notice.tsx'
import { ProviderBadge } from '../../components/provider-badge.tsx'
import { TimeAgo } from '../../components/time-ago.tsx'
import { OverrideEffect } from './override-effect.tsx'

interface ResolutionProps {
  readonly resolution: ModelResolution
  readonly askedBetas: readonly string[]
}

export function Resolution({ resolution, askedBetas }: ResolutionProps) {
  const { notSent } = resolution
  return (
    <section aria-label="What would happen" aria-live="polite">
      {notSent !== null && (
        <div className="p-4 pb-2">
          <Notice
            tone="bad"
            title={
              <>
                The call would be denied <span className="font-mono text-xs font-normal">{notSent.type}</span>
              </>
            }
          >
            {notSent.message}
          </Notice>
        </div>
      )}
      <Facts
        facts={[
          ...placeFacts(resolution),
          ...changeFacts(resolution, askedBetas),
          ...knowledgeFacts(resolution),
        ]}
      />
    </section>
  )
}

function placeFacts(resolution: ModelResolution): readonly Fact[] {
  const { canonicalModel, provider, surface, upstreamModel, url, streamUrl } = resolution
  return [
    {
      term: 'Provider',
      value: (
        <span className="flex flex-wrap items-center gap-2">
          <ProviderBadge provider={provider} />
          {surface !== null && <span>through {surface}</span>}
        </span>
      ),
    },
    { term: 'Model', value: canonicalModel === null ? 'Not known' : <Mono text={canonicalModel} /> },
    ...copyableFact('Upstream ID', upstreamModel),
    ...copyableFact('URL', url),
    ...(streamUrl === url ? [] : copyableFact('URL, streamed', streamUrl)),
  ]
}

/** What a denied call does not have is not mentioned. */
function copyableFact(term: string, text: string | null): readonly Fact[] {
  return text === null ? [] : [{ term, value: <Copyable text={text} what={term} /> }]
}

function changeFacts(
  { changes, betas, notSent }: ModelResolution,
  askedBetas: readonly string[],
): readonly Fact[] {
  const dropped = askedBetas.filter((beta) => !betas.includes(beta))
  return [
    ...(notSent !== null && changes.length === 0
      ? []
      : [
          {
            term: 'Changed on the way',
            value:
              changes.length > 0 ? (
                <Items
                  items={changes.map((text) => (
                    <WithCode key={text} text={text} />
                  ))}
                />
              ) : (
                'Nothing: the bytes pass as they are.'
              ),
          },
        ]),
    ...(betas.length > 0 ? [{ term: 'Betas sent', value: <Names names={betas} /> }] : []),
    ...(dropped.length > 0 ? [{ term: 'Betas left out', value: <Names names={dropped} /> }] : []),
  ]
}

function knowledgeFacts({ override, learned }: ModelResolution): readonly Fact[] {
  return [
    {
      term: 'Override',
      value:
        override === null ? (
          'None'
        ) : (
          <>
            <p className="text-n7">{override.accountId ?? 'All Bedrock credentials'}</p>
            <OverrideEffect override={override} />
          </>
        ),
    },
    {
      term: 'Learned',
      value:
        learned.length === 0 ? (
          'Nothing'
        ) : (
          <Items
            items={learned.map(({ kind, name, learnedAt }) => (
              <>
                {kind === 'beta' ? 'Beta' : 'Field'} <Mono text={name} />, <TimeAgo time={learnedAt} />
              </>
            ))}
          />
        ),
    },
  ]
}

/** Names between backticks are set as code. */
function WithCode({ text }: { readonly text: string }) {
  return text.split('`').map((part, index) => (index % 2 === 1 ? <Mono key={index} text={part} /> : part))
}

function Items({ items }: { readonly items: readonly ReactNode[] }) {
  return (
    <ul className="list-disc pl-4">
      {items.map((item, index) => (
        <li key={index}>{item}</li>
      ))}
    </ul>
  )
}

function Names({ names }: { readonly names: readonly string[] }) {
  return <Mono text={names.join(', ')} />
}

function Mono({ text }: { readonly text: string }) {
  return <span className="font-mono text-xs wrap-anywhere">{text}</span>
}
