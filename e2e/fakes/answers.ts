// The content of an answer, computed from the request alone: both Claude stand-ins answer the same request alike.
import { oddlyEscaped, rawNumber, type JsonObject } from './json.ts'
import { viewRequest, type RequestView } from './request-view.ts'
import { countTokens, type TokenClasses } from './usage.ts'

type StopReason =
  | 'end_turn'
  | 'max_tokens'
  | 'stop_sequence'
  | 'tool_use'
  | 'pause_turn'
  | 'refusal'
  | 'model_context_window_exceeded'

export interface ResponseOptions {
  /** The text of the answer; also put before a tool call. */
  readonly text?: string
  readonly usage?: Partial<TokenClasses>
  /** Leaves `usage` and every other count out of the answer. */
  readonly withoutUsage?: boolean
  /** `model` in the answer. */
  readonly model?: string
  readonly stopReason?: StopReason
}

export type AnswerBlock =
  | { readonly type: 'thinking'; readonly thinking: string; readonly signature: string }
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'tool_use'; readonly name: string; readonly input: object }

export interface Answer {
  readonly model: string
  readonly blocks: readonly AnswerBlock[]
  readonly stopReason: StopReason
  readonly tokens: TokenClasses
  readonly withoutUsage: boolean
}

const thinking: AnswerBlock = {
  type: 'thinking',
  thinking: 'The person wrote a message. A short answer will do: naïve/simple + polite.',
  signature: 'EqQBCkYIBxgCKkBq/8w+Zl3vT0h/+N2c5R1mXyA4u9Kj7PdEoQbLsGfHiUtVxWzY/A+B/C+D==',
}

/** Numbers and escapes that do not survive a parse and a re-serialisation. */
const toolInput = {
  record_id: rawNumber('9007199254740993'),
  limit: rawNumber('1e400'),
  ratio: rawNumber('1.0'),
  path: oddlyEscaped('café/menu'),
}

/** @param model the Anthropic id that a real answer would carry. */
export function answerFor(body: JsonObject, model: string, options: ResponseOptions = {}): Answer {
  const view = viewRequest(body)
  const blocks = view.onlyWarmsCache ? [] : blocksFor(view, options.text)
  return {
    model: options.model ?? model,
    blocks,
    stopReason: options.stopReason ?? stopReasonFor(view),
    withoutUsage: options.withoutUsage ?? false,
    tokens: countTokens(view, JSON.stringify(blocks).length - 2, options.usage),
  }
}

function blocksFor(view: RequestView, text: string | undefined): AnswerBlock[] {
  const blocks: AnswerBlock[] = view.wantsThinking ? [thinking] : []
  if (view.calledTool === null)
    return [...blocks, { type: 'text', text: text ?? view.formattedText ?? echo(view.lastUserText) }]
  if (text !== undefined) blocks.push({ type: 'text', text })
  return [...blocks, { type: 'tool_use', name: view.calledTool, input: toolInput }]
}

function stopReasonFor(view: RequestView): StopReason {
  if (view.onlyWarmsCache) return 'max_tokens'
  return view.calledTool === null ? 'end_turn' : 'tool_use'
}

function echo(text: string): string {
  const words = text.trim().replace(/\s+/g, ' ').slice(0, 200)
  return `You wrote “${words}”. This answer comes from a simulated upstream, word by word.`
}
