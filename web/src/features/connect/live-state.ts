// What the newest request of a project says about a client that is being set up.
import type { RequestView } from '@headgate/shared/requests'

export type LiveState =
  | { readonly kind: 'waiting'; readonly last: RequestView | null }
  | { readonly kind: 'seen'; readonly request: RequestView }
  | { readonly kind: 'failed'; readonly request: RequestView }

/**
 * @param newest undefined while it is not known
 * @param known id of the newest request when watching began; null when there was none
 */
export function liveState(newest: RequestView | undefined, known: string | null): LiveState {
  if (newest === undefined || newest.requestId === known) return { kind: 'waiting', last: newest ?? null }
  return { kind: newest.outcome === 'completed' ? 'seen' : 'failed', request: newest }
}
