// Why an access token is not renewed, in words, and when that is tried again.
import { countOf } from '../../lib/format-count.ts'
import { TimeAgo } from '../../components/time-ago.tsx'
import { TimeLeft } from '../../components/time-left.tsx'
import type { Problem } from '../../lib/refresh-problem-of.ts'
import { useNow } from '../../lib/use-now.ts'

/** The status may hold the reason already. */
export function RefreshProblem({ problem, withReason }: { problem: Problem; withReason: boolean }) {
  const { state, reason, failures, since, retryAt } = problem
  return (
    <div className="text-xs wrap-anywhere text-n7">
      {withReason && <p className="line-clamp-3" title={reason}>{`“${reason}”`}</p>}
      <p>
        {state === 'sign_in_again' ? (
          <>
            Denied <TimeAgo time={since} />. Nothing is tried until you sign in again.
          </>
        ) : (
          <>
            {countOf(failures, 'renewal')} failed, the first <TimeAgo time={since} />.{' '}
            {retryAt !== null && <NextTry at={retryAt} />}
          </>
        )}
      </p>
    </div>
  )
}

function NextTry({ at }: { readonly at: string }) {
  return Date.parse(at) > useNow() ? (
    <>
      Tried next in <TimeLeft until={at} />.
    </>
  ) : (
    'Tried again now.'
  )
}
