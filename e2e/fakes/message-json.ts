// An answer on the wire: one message, or the sequence of stream events that builds the same message.
import { fakeId } from './fake-ids.ts'
import { oddlyEscaped } from './json.ts'
import type { Answer, AnswerBlock } from './answers.ts'
import { messageUsage, repeatedUsage } from './usage.ts'

export interface StreamEvent {
  readonly name: string
  /** JSON text of the event. */
  readonly data: string
}

export interface WireOptions {
  /** Comes between the usual prefix and the rest of an id: Bedrock writes `msg_bdrk_`. */
  readonly idInfix: '' | 'bdrk_'
  /** The Claude API repeats the input side in `message_delta`; older models on Bedrock send output tokens only. */
  readonly deltaUsage: 'repeated' | 'output_only'
  /** Further fields of `message_stop`. */
  readonly stopFields?: object
}

export function messageJson(answer: Answer, { idInfix }: WireOptions): string {
  return JSON.stringify({
    ...messageHead(answer, idInfix),
    content: answer.blocks.map((block) => ({ ...emptyBlock(block, idInfix), ...filledFields(block) })),
    stop_reason: answer.stopReason,
    stop_sequence: null,
    stop_details: null,
    ...usageField(answer, messageUsage(answer.tokens)),
  })
}

export function streamEvents(answer: Answer, options: WireOptions): StreamEvent[] {
  const { idInfix, deltaUsage, stopFields } = options
  const message = {
    ...messageHead(answer, idInfix),
    content: [],
    stop_reason: null,
    stop_sequence: null,
    stop_details: null,
    ...usageField(answer, messageUsage(answer.tokens, Math.min(1, answer.tokens.outputTokens))),
  }
  const usage =
    deltaUsage === 'repeated' ? repeatedUsage(answer.tokens) : { output_tokens: answer.tokens.outputTokens }
  const delta = { stop_reason: answer.stopReason, stop_sequence: null, stop_details: null }
  return [
    event('message_start', { message }),
    ...answer.blocks.flatMap((block, index) => blockEvents(block, index, idInfix)),
    event('message_delta', { delta, ...usageField(answer, usage) }),
    event('message_stop', stopFields ?? {}),
  ]
}

function usageField({ withoutUsage }: Answer, usage: object) {
  return withoutUsage ? {} : { usage }
}

function messageHead(answer: Answer, idInfix: string) {
  return { model: answer.model, id: fakeId(`msg_${idInfix}`), type: 'message', role: 'assistant' }
}

function event(name: string, fields: object): StreamEvent {
  return { name, data: JSON.stringify({ type: name, ...fields }) }
}

function blockEvents(block: AnswerBlock, index: number, idInfix: string): StreamEvent[] {
  return [
    event('content_block_start', { index, content_block: emptyBlock(block, idInfix) }),
    ...deltas(block).map((delta) => event('content_block_delta', { index, delta })),
    event('content_block_stop', { index }),
  ]
}

function emptyBlock(block: AnswerBlock, idInfix: string) {
  switch (block.type) {
    case 'thinking':
      return { type: 'thinking', thinking: '', signature: '' }
    case 'text':
      return { type: 'text', text: '' }
    case 'tool_use':
      return { type: 'tool_use', id: fakeId(`toolu_${idInfix}`), name: block.name, input: {} }
  }
}

function filledFields(block: AnswerBlock) {
  switch (block.type) {
    case 'thinking':
      return { thinking: oddlyEscaped(block.thinking), signature: oddlyEscaped(block.signature) }
    case 'text':
      return { text: block.text }
    case 'tool_use':
      return { input: block.input }
  }
}

function deltas(block: AnswerBlock): object[] {
  switch (block.type) {
    case 'thinking':
      return [
        ...words(block.thinking).map((word) => ({ type: 'thinking_delta', thinking: oddlyEscaped(word) })),
        { type: 'signature_delta', signature: oddlyEscaped(block.signature) },
      ]
    case 'text':
      return words(block.text).map((text) => ({ type: 'text_delta', text }))
    case 'tool_use':
      return ['', ...slices(JSON.stringify(block.input), 11)].map((partial_json) => ({
        type: 'input_json_delta',
        partial_json,
      }))
  }
}

function words(text: string): string[] {
  return text.match(/\s*\S+|\s+$/g) ?? []
}

function slices(text: string, length: number): string[] {
  return Array.from({ length: Math.ceil(text.length / length) }, (_, index) =>
    text.slice(index * length, (index + 1) * length),
  )
}
