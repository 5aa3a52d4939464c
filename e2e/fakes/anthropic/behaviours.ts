// What the stand-in for the Claude API can be told to do with a message request, and with any other.
import type { ResponseOptions } from '../answers.ts'
import type { CutPoint, Pacing } from '../pacing.ts'

/** Further bytes in a stream, put behind the n-th event; `message_start` is 1, the usual ping is 2. */
export interface ExtraEvent {
  readonly after: number
  /** With its blank line: `event: new_thing\ndata: {}\n\n`. */
  readonly sse: string
}

interface AnswerBehaviour extends ResponseOptions, Pacing {
  readonly kind: 'answer'
  readonly extraEvents?: readonly ExtraEvent[]
}

interface ErrorBehaviour {
  readonly kind: 'error'
  /** Also 200, for an error envelope that says it is fine. */
  readonly status: number
  /** Default: the type that the Claude API documents for the status. */
  readonly type?: string
  readonly message?: string
  readonly details?: object
  /** Added to the usual headers, or replacing them by name. */
  readonly headers?: Readonly<Record<string, string>>
  /** Sent instead of the envelope and the usual headers, as the network edge does. */
  readonly raw?: { readonly body: string | Uint8Array; readonly contentType: string }
  readonly delayMs?: number
}

/** A stream that ends in an `error` event behind the n-th event. */
interface ErrorEventBehaviour extends ResponseOptions, Pacing {
  readonly kind: 'error_event'
  readonly after: number
  readonly type?: string
  readonly message?: string
}

/** `destroyed` (default): the connection breaks. `clean`: the answer ends as if it were whole. */
interface CutBehaviour extends ResponseOptions, Pacing {
  readonly kind: 'cut'
  readonly at: CutPoint
  readonly ending?: 'destroyed' | 'clean'
}

/** A page of the network edge with its `cf-ray`; default status 502, and 200 is possible. */
interface HtmlBehaviour {
  readonly kind: 'html'
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
}

/** Default status 307. */
interface RedirectBehaviour {
  readonly kind: 'redirect'
  readonly location: string
  readonly status?: number
}

/** What was received, as JSON: method, path, query, headers, size and SHA-256 of the body. */
interface EchoBehaviour {
  readonly kind: 'echo'
  readonly status?: number
  /** Added to the usual headers, or replacing them by name. */
  readonly headers?: Readonly<Record<string, string>>
}

/** What needs no knowledge of the request. */
export type PlainBehaviour =
  | ErrorBehaviour
  | HtmlBehaviour
  | RedirectBehaviour
  | EchoBehaviour
  /** The connection is reset before any answer. */
  | { readonly kind: 'reset' }
  /** The request is taken and never answered. */
  | { readonly kind: 'hang' }

export type AnthropicBehaviour = PlainBehaviour | AnswerBehaviour | ErrorEventBehaviour | CutBehaviour

/** For every request other than `POST /v1/messages`. */
export type OtherBehaviour =
  | PlainBehaviour
  /** The usual answer; on paths that the stand-in does not know, an echo. */
  | ({ readonly kind: 'answer' } & Pacing)
  /** The connection breaks (default) or the answer ends after so many bytes of its body. */
  | ({ readonly kind: 'cut'; readonly bytes: number; readonly ending?: 'destroyed' | 'clean' } & Pacing)
