// What the stand-in for the Bedrock runtime can be told to do with an invocation.
import type { AnswerOptions } from '../answers.ts'
import type { CutPoint, Pacing } from '../pacing.ts'
import type { StreamException } from './frames.ts'

interface AnswerBehaviour extends AnswerOptions, Pacing {
  readonly kind: 'answer'
}

interface ErrorBehaviour {
  readonly kind: 'error'
  readonly status: number
  /** Goes into `x-amzn-ErrorType` as it stands; the service sometimes adds `:http://internal.amazon.com/...`. */
  readonly exception?: string
  readonly message?: string
  /** The service's own exceptions say `message` (default), its authentication layer says `Message`. */
  readonly messageField?: 'message' | 'Message'
  /** Added to the usual headers, or replacing them by name. */
  readonly headers?: Readonly<Record<string, string>>
  /** Sent instead of the AWS shape and the usual headers. */
  readonly raw?: { readonly body: string | Uint8Array; readonly contentType: string }
  readonly delayMs?: number
}

/** `destroyed` (default): the connection breaks. `clean`: the answer ends as if it were whole. */
interface CutBehaviour extends AnswerOptions, Pacing {
  readonly kind: 'cut'
  readonly at: CutPoint
  readonly ending?: 'destroyed' | 'clean'
}

/** Frame `at` of the stream (0 = the first) is an exception, and the last. */
interface ExceptionFrameBehaviour extends AnswerOptions, Pacing {
  readonly kind: 'exception_frame'
  readonly at: number
  readonly exception: StreamException
  readonly message: string
  /** Only of a `modelStreamErrorException`. */
  readonly originalStatusCode?: number
  readonly originalMessage?: string
}

/** Frame `at` has `:message-type: error`, and is the last. */
interface ErrorFrameBehaviour extends AnswerOptions, Pacing {
  readonly kind: 'error_frame'
  readonly at: number
  readonly code?: string
  readonly message?: string
}

/** One checksum of frame `at` is wrong; the stream goes on behind it. */
interface WrongCrcBehaviour extends AnswerOptions, Pacing {
  readonly kind: 'wrong_crc'
  readonly at: number
  readonly which: 'message' | 'prelude'
}

/** Written in pieces of a few bytes with a pause (default 1 ms), so that frames arrive over several reads. */
interface FragmentedBehaviour extends AnswerOptions, Pacing {
  readonly kind: 'fragmented'
  readonly pieceBytes: number
}

/** Several frames in one write; all of them when no number is given. */
interface CoalescedBehaviour extends AnswerOptions, Pacing {
  readonly kind: 'coalesced'
  readonly framesPerWrite?: number
}

export type BedrockBehaviour =
  | AnswerBehaviour
  | ErrorBehaviour
  | CutBehaviour
  | ExceptionFrameBehaviour
  | ErrorFrameBehaviour
  | WrongCrcBehaviour
  | FragmentedBehaviour
  | CoalescedBehaviour
  /** The connection is reset before any answer. */
  | { readonly kind: 'reset' }
  /** The request is taken and never answered. */
  | { readonly kind: 'hang' }
