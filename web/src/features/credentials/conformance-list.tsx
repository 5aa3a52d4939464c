// What of Anthropic's API works with a credential, one line per check; a line opens to the call that shows it.
import { useQuery } from '@tanstack/react-query'
import type { ConformanceCheck } from '@headgate/shared/credentials'
import { ChevronRight, CircleCheck, CircleMinus, CircleX, type LucideIcon } from 'lucide-react'
import { Badge } from '../../components/badge.tsx'
import { CodeBlock } from '../../components/code-block.tsx'
import type { Tone } from '../../components/notice.tsx'
import { curlCommand } from '../../lib/curl-command.ts'
import { formatDuration } from '../../lib/format-time.ts'
import { systemStatusQuery } from '../../lib/queries.ts'

type Result = ConformanceCheck['result']

const RESULTS: Readonly<
  Record<Result, { readonly word: string; readonly tone: Tone; readonly icon: LucideIcon }>
> = {
  pass: { word: 'Pass', tone: 'good', icon: CircleCheck },
  fail: { word: 'Fail', tone: 'bad', icon: CircleX },
  not_offered: { word: 'Not offered', tone: 'neutral', icon: CircleMinus },
}

const COUNTED: readonly (readonly [Result, string])[] = [
  ['pass', 'passed'],
  ['fail', 'failed'],
  ['not_offered', 'not offered'],
]

export function ConformanceList({ checks }: { readonly checks: readonly ConformanceCheck[] }) {
  const baseUrl = useQuery(systemStatusQuery()).data?.publicUrl ?? window.location.origin
  const counts = COUNTED.flatMap(([result, word]) => {
    const count = checks.filter((check) => check.result === result).length
    return count === 0 ? [] : [`${count} ${word}`]
  })
  return (
    <section aria-label="Checks">
      <h3 className="mb-2 flex flex-wrap items-baseline gap-x-2 text-sm font-semibold">
        Checks <span className="font-normal text-n7">{counts.join(', ')}</span>
      </h3>
      <ul className="divide-y divide-n5 rounded-lg border border-n5 text-sm">
        {checks.map((check) => (
          <li key={check.name}>
            <Check check={check} baseUrl={baseUrl} />
          </li>
        ))}
      </ul>
    </section>
  )
}

interface CheckProps {
  readonly check: ConformanceCheck
  readonly baseUrl: string
}

function Check({ check: { name, result, detail, request, status, latencyMs }, baseUrl }: CheckProps) {
  const { word, tone, icon } = RESULTS[result]
  return (
    <details className="group">
      <summary className="flex list-none items-start gap-2 px-3 py-2 hover:bg-n3">
        <ChevronRight
          size={14}
          className="mt-0.5 shrink-0 text-n7 transition-transform duration-120 group-open:rotate-90"
        />
        <span className="grid min-w-0 grow grid-cols-[minmax(0,1fr)_auto] gap-x-3 sm:grid-cols-[minmax(0,1fr)_6.5rem_4rem]">
          <span className="font-mono text-xs leading-5 wrap-anywhere">{name}</span>
          <Badge tone={tone} icon={icon}>
            {word}
          </Badge>
          <span className="text-right text-n7 tabular-nums max-sm:hidden">{formatDuration(latencyMs)}</span>
          {detail !== '' && <span className="col-span-full text-xs wrap-anywhere text-n7">{detail}</span>}
        </span>
      </summary>
      <div className="flex flex-col gap-2 px-3 pt-1.5 pb-3 sm:pl-8.5">
        <p className="text-xs text-n7">
          {request === null
            ? 'Nothing was sent.'
            : `${status === null ? 'No answer' : `Status ${status}`} after ${formatDuration(latencyMs)}.`}
        </p>
        {request !== null && (
          <CodeBlock code={curlCommand(baseUrl, request)} what={`curl command of ${name}`} />
        )}
      </div>
    </details>
  )
}
