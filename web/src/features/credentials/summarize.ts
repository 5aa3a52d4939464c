// One line about all credentials: `4 ready`, `1 expiring in 2 h 10 m`.
import type { CredentialStatus, CredentialView } from '@headgate/shared/credentials'
import { formatSpan } from '../../lib/format-time.ts'

type Summarized = Pick<CredentialView, 'status' | 'statusUntil'>

const WORDS: readonly (readonly [CredentialStatus, string])[] = [
  ['ready', 'ready'],
  ['expiring_soon', 'expiring'],
  ['cooling', 'cooling'],
  ['rejected', 'rejected'],
  ['expired', 'expired'],
  ['disabled', 'disabled'],
]

export function summarize(credentials: readonly Summarized[], now: number): string[] {
  return WORDS.flatMap(([status, word]) => {
    const members = credentials.filter((credential) => credential.status === status)
    if (members.length === 0) return []
    return [`${members.length} ${word}${timeLeft(members, now)}`]
  })
}

/** Until the first of them is due. */
function timeLeft(members: readonly Summarized[], now: number): string {
  const { status } = members[0]!
  if (status !== 'expiring_soon' && status !== 'cooling') return ''
  const due = members.flatMap(({ statusUntil }) => (statusUntil === null ? [] : [Date.parse(statusUntil)]))
  if (due.length === 0) return ''
  const span = formatSpan(Math.min(...due) - now)
  return status === 'expiring_soon' ? ` in ${span}` : `, back in ${span}`
}
