// An answer in the form of Converse: one JSON object, or the events of ConverseStream.
import type { Answer, AnswerBlock } from '../answers.ts'
import { fakeId } from '../fake-ids.ts'

export interface ConverseEvent {
  readonly type: string
  readonly payload: object
}

export function converseJson(answer: Answer): string {
  return JSON.stringify({
    metrics: { latencyMs: 640 },
    output: { message: { role: 'assistant', content: answer.blocks.map(wholeBlock) } },
    stopReason: stopReason(answer),
    ...(!answer.withoutUsage && { usage: usageOf(answer) }),
  })
}

export function converseEvents(answer: Answer): ConverseEvent[] {
  const metadata = { metrics: { latencyMs: 640 }, ...(!answer.withoutUsage && { usage: usageOf(answer) }) }
  return [
    { type: 'messageStart', payload: { role: 'assistant' } },
    ...answer.blocks.flatMap(blockEvents),
    { type: 'messageStop', payload: { stopReason: stopReason(answer) } },
    { type: 'metadata', payload: metadata },
  ]
}

/** Converse knows fewer reasons. */
function stopReason({ stopReason: reason }: Answer): string {
  return reason === 'refusal' ? 'content_filtered' : reason
}

/** `inputTokens` excludes cached ones; the total includes them. */
function usageOf({ tokens }: Answer) {
  const { inputTokens, outputTokens, cacheReadTokens } = tokens
  const written = tokens.cacheWrite5mTokens + tokens.cacheWrite1hTokens
  return {
    inputTokens,
    outputTokens,
    totalTokens: inputTokens + outputTokens + cacheReadTokens + written,
    ...(cacheReadTokens + written > 0 && {
      cacheReadInputTokens: cacheReadTokens,
      cacheWriteInputTokens: written,
    }),
  }
}

function wholeBlock(block: AnswerBlock): object {
  switch (block.type) {
    case 'text':
      return { text: block.text }
    case 'thinking':
      return { reasoningContent: { reasoningText: { text: block.thinking, signature: block.signature } } }
    case 'tool_use':
      return { toolUse: { toolUseId: fakeId('tooluse_'), name: block.name, input: block.input } }
  }
}

/** Only a tool call has a start of its own. */
function blockEvents(block: AnswerBlock, contentBlockIndex: number): ConverseEvent[] {
  const start =
    block.type === 'tool_use' ? [{ toolUse: { toolUseId: fakeId('tooluse_'), name: block.name } }] : []
  return [
    ...start.map((start) => ({ type: 'contentBlockStart', payload: { contentBlockIndex, start } })),
    ...deltas(block).map((delta) => ({ type: 'contentBlockDelta', payload: { contentBlockIndex, delta } })),
    { type: 'contentBlockStop', payload: { contentBlockIndex } },
  ]
}

function deltas(block: AnswerBlock): object[] {
  switch (block.type) {
    case 'text':
      return words(block.text).map((text) => ({ text }))
    case 'thinking':
      return [
        ...words(block.thinking).map((text) => ({ reasoningContent: { text } })),
        { reasoningContent: { signature: block.signature } },
      ]
    case 'tool_use':
      return (JSON.stringify(block.input).match(/.{1,11}/gs) ?? []).map((input) => ({ toolUse: { input } }))
  }
}

function words(text: string): string[] {
  return text.match(/\s*\S+|\s+$/g) ?? []
}
