// Short notices of what has just been done, or could not be where there is no other place to say so.
import { useSyncExternalStore } from 'react'

export interface Notice {
  readonly id: number
  readonly text: string
  readonly worked: boolean
}

const SHOWN_MS = 5000
/** There is more to read, and something to do about it. */
const FAILURE_SHOWN_MS = 15_000
const listeners = new Set<() => void>()
let notices: readonly Notice[] = []
let lastId = 0

export function notify(text: string): void {
  show(text, true)
}

export function notifyFailure(text: string): void {
  show(text, false)
}

function show(text: string, worked: boolean): void {
  const id = ++lastId
  replace([...notices.slice(-2), { id, text, worked }])
  setTimeout(
    () => replace(notices.filter((notice) => notice.id !== id)),
    worked ? SHOWN_MS : FAILURE_SHOWN_MS,
  )
}

export function useNotices(): readonly Notice[] {
  return useSyncExternalStore(subscribe, () => notices)
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function replace(next: readonly Notice[]): void {
  notices = next
  for (const listener of listeners) listener()
}
