// Shown until the first request has come: what to do next, in order.
import { Link } from '@tanstack/react-router'
import { Check } from 'lucide-react'
import type { ReactNode } from 'react'
import { buttonClass } from '../../components/button-class.ts'
import { cx } from '../../lib/cx.ts'
import type { Progress, StepId, StepState } from './getting-started.ts'

const STEPS: Readonly<Record<StepId, { readonly title: string; readonly text: string }>> = {
  credential: {
    title: 'Add a credential',
    text: 'What Headgate calls Anthropic or AWS Bedrock with. It is tested before you save it.',
  },
  project: { title: 'Create a project', text: 'One per team or application. It holds keys and routing.' },
  pool: { title: 'Choose its credentials', text: 'The pool that serves the project, in the order you want.' },
  key: { title: 'Make a key', text: 'What clients call this gateway with. You see it once.' },
  request: { title: 'Send the first request', text: 'Copy a snippet and watch it arrive.' },
}

export function StartGuide({ progress: { steps, projectId } }: { readonly progress: Progress }) {
  return (
    <section aria-labelledby="start-guide" className="max-w-3xl">
      <h2 id="start-guide" className="text-base font-semibold">
        Get to the first request
      </h2>
      <p className="mt-0.5 mb-3 text-sm text-n7">This page fills itself once requests come in.</p>
      <ol className="divide-y divide-n5 rounded-lg border border-n5 bg-n2">
        {steps.map(({ id, state }, index) => (
          <li
            key={id}
            aria-current={state === 'next' ? 'step' : undefined}
            className="flex min-h-16 flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3"
          >
            <Marker state={state} number={index + 1} />
            <div className={cx('min-w-0 grow basis-56', state === 'later' && 'text-n7')}>
              <p className="font-medium">
                {STEPS[id].title}
                {state === 'done' && <span className="sr-only"> (done)</span>}
              </p>
              <p className="text-sm text-n7">{STEPS[id].text}</p>
            </div>
            {state === 'next' && <StepLink id={id} projectId={projectId ?? ''} />}
          </li>
        ))}
      </ol>
    </section>
  )
}

function Marker({ state, number }: { readonly state: StepState; readonly number: number }) {
  return (
    <span
      aria-hidden
      className={cx(
        'flex size-6 shrink-0 items-center justify-center rounded-full text-xs font-semibold',
        state === 'done' && 'bg-good-soft text-good',
        state === 'next' && 'bg-accent text-accent-ink',
        state === 'later' && 'border border-n5 text-n7',
      )}
    >
      {state === 'done' ? <Check size={14} /> : number}
    </span>
  )
}

function StepLink({ id, projectId }: { readonly id: StepId; readonly projectId: string }): ReactNode {
  const className = buttonClass('primary')
  switch (id) {
    case 'credential':
      return (
        <Link to="/credentials/new" className={className}>
          Add credential
        </Link>
      )
    case 'project':
      return (
        <Link to="/projects" search={{ create: true }} className={className}>
          Create project
        </Link>
      )
    case 'pool':
      return (
        <Link to="/projects/$projectId/routing" params={{ projectId }} className={className}>
          Choose credentials
        </Link>
      )
    case 'key':
      return (
        <Link
          to="/projects/$projectId/keys"
          params={{ projectId }}
          search={{ create: true }}
          className={className}
        >
          Create key
        </Link>
      )
    case 'request':
      return (
        <Link to="/projects/$projectId/connect" params={{ projectId }} className={className}>
          Connect a client
        </Link>
      )
  }
}
