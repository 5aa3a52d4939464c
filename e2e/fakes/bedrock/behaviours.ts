// What the stand-ins for Bedrock can be told to do with an invocation, and with any other request.
import type { ResponseOptions } from '../answers.ts'
import type { CutPoint, Pacing } from '../pacing.ts'
import type { StreamException } from './frames.ts'

interface AnswerBehaviour extends ResponseOptions, Pacing {
  readonly kind: 'answer'
}

interface ErrorBehaviour {
  readonly kind: 'error'
  readonly status: number
  /** Goes into `x-amzn-ErrorType` as it stands; the service sometimes adds `:http://internal.amazon.com/...`. */
  readonly exception?: string
  readonly message?: string
  /**
   * Native surfaces answer the envelope of the Claude API unless an `exception` or `aws` is given here;
   * the paths under `/model` always answer the shape of AWS.
   */
  readonly shape?: 'anthropic' | 'aws'
  /** `error.type` in the envelope of the Claude API; default: the type that goes with the status. */
  readonly type?: string
  /** The service's own exceptions say `message` (default), its authentication layer says `Message`. */
  readonly messageField?: 'message' | 'Message'
  /** Added to the usual headers, or replacing them by name. */
  readonly headers?: Readonly<Record<string, string>>
  /** Sent instead of the AWS shape and the usual headers. */
  readonly raw?: { readonly body: string | Uint8Array; readonly contentType: string }
  readonly delayMs?: number
}

/** `destroyed` (default): the connection breaks. `clean`: the answer ends as if it were whole. */
interface CutBehaviour extends ResponseOptions, Pacing {
  readonly kind: 'cut'
  readonly at: CutPoint
  readonly ending?: 'destroyed' | 'clean'
}

/** Frame `at` of the stream (0 = the first) is an exception, and the last. */
interface ExceptionFrameBehaviour extends ResponseOptions, Pacing {
  readonly kind: 'exception_frame'
  readonly at: number
  readonly exception: StreamException
  readonly message: string
  /** Only of a `modelStreamErrorException`. */
  readonly originalStatusCode?: number
  readonly originalMessage?: string
}

/** Frame `at` has `:message-type: error`, and is the last. */
interface ErrorFrameBehaviour extends ResponseOptions, Pacing {
  readonly kind: 'error_frame'
  readonly at: number
  readonly code?: string
  readonly message?: string
}

/** One checksum of frame `at` is wrong; the stream goes on behind it. */
interface WrongCrcBehaviour extends ResponseOptions, Pacing {
  readonly kind: 'wrong_crc'
  readonly at: number
  readonly which: 'message' | 'prelude'
}

/** Written in pieces of a few bytes with a pause (default 1 ms), so that frames arrive over several reads. */
interface FragmentedBehaviour extends ResponseOptions, Pacing {
  readonly kind: 'fragmented'
  readonly pieceBytes: number
}

/** Several frames in one write; all of them when no number is given. */
interface CoalescedBehaviour extends ResponseOptions, Pacing {
  readonly kind: 'coalesced'
  readonly framesPerWrite?: number
}

/** Native surfaces only: the stream ends in an `error` event behind the n-th event. */
interface ErrorEventBehaviour extends ResponseOptions, Pacing {
  readonly kind: 'error_event'
  readonly after: number
  readonly type?: string
  readonly message?: string
}

/** A page of the network edge; default status 503. */
export interface HtmlBehaviour {
  readonly kind: 'html'
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
}

/** As if the service did not have the path; it says so with 404 (default) or with 200. */
interface UnknownOperationBehaviour {
  readonly kind: 'unknown_operation'
  readonly status?: number
}

/** What needs no knowledge of the request. */
export type PlainBehaviour =
  | ErrorBehaviour
  | HtmlBehaviour
  | UnknownOperationBehaviour
  /** The connection is reset before any answer. */
  | { readonly kind: 'reset' }
  /** The request is taken and never answered. */
  | { readonly kind: 'hang' }

/** For every request that is not an invocation: counting, inference profiles, unknown paths. */
export type OtherBehaviour =
  | PlainBehaviour
  /** @property inputTokens of an answer that counts. */
  | { readonly kind: 'answer'; readonly inputTokens?: number; readonly delayMs?: number }

export type BedrockBehaviour =
  | PlainBehaviour
  | AnswerBehaviour
  | CutBehaviour
  | ErrorEventBehaviour
  | ExceptionFrameBehaviour
  | ErrorFrameBehaviour
  | WrongCrcBehaviour
  | FragmentedBehaviour
  | CoalescedBehaviour
