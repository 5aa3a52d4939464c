// Reads a whole stream of a message strictly: the order of its events, and the blocks they build.
import { jsonObject, parseJsonObject, type JsonObject } from '../wire/json-object.ts'
import { demand, type Seen } from './check.ts'
import { contentType, demandCount, demandSuccess, isText, shown } from './read-answer.ts'

export interface StreamEvent {
  readonly name: string
  readonly data: JsonObject
}

export interface StreamBlock {
  /** As in `content_block_start`. */
  readonly start: JsonObject
  readonly text: string
  readonly thinking: string
  readonly signature: string
  /** `partial_json` of all deltas, put together. */
  readonly json: string
}

export interface StreamSeen {
  readonly events: readonly StreamEvent[]
  readonly blocks: readonly StreamBlock[]
  /** Of `message_start`. */
  readonly message: JsonObject
  readonly stopReason: string
  readonly inputTokens: number
  readonly outputTokens: number
}

/** @throws Unfit unless the stream is whole and in order. */
export function readStream(seen: Seen): StreamSeen {
  demandSuccess(seen)
  demand(
    /^text\/event-stream\b/i.test(contentType(seen)),
    `The content type is ${contentType(seen)} instead of text/event-stream`,
  )
  const all = readEvents(seen.text)
  const error = all.find(({ name }) => name === 'error')
  demand(error === undefined, `The stream holds an error: ${shown(error?.data.error)}`)
  const events = all.filter(({ name }) => name !== 'ping')
  const message = jsonObject(events[0]?.data.message)
  demand(
    events[0]?.name === 'message_start' && message !== null,
    `The stream begins with ${events[0]?.name ?? 'nothing'} instead of message_start`,
  )
  demand(
    events.at(-1)!.name === 'message_stop',
    `The stream ends with ${events.at(-1)!.name} instead of message_stop`,
  )
  const { stopReason, ...usage } = readUsage(message, events)
  return { events: all, blocks: readBlocks(events.slice(1, -1)), message, stopReason, ...usage }
}

function readEvents(text: string): StreamEvent[] {
  const parts = text.replaceAll(/\r\n?/g, '\n').split('\n\n')
  const rest = parts.pop()!
  const events: StreamEvent[] = []
  let stopped = false
  for (const part of [...parts, rest]) {
    demand(!stopped || part === '', 'Bytes follow message_stop')
    const event = readEvent(part)
    if (event !== null) events.push(event)
    stopped ||= event?.name === 'message_stop'
  }
  demand(rest === '', 'The last event is cut')
  return events
}

/** Null for what holds comments only. */
function readEvent(part: string): StreamEvent | null {
  const lines = part.split('\n').filter((line) => line !== '' && !line.startsWith(':'))
  if (lines.length === 0) return null
  const field = (name: string) =>
    lines
      .find((line) => line.startsWith(`${name}:`))
      ?.slice(name.length + 1)
      .trim()
  const name = field('event') ?? ''
  const data = parseJsonObject(field('data') ?? '')
  demand(data !== null, `The event '${name}' has no JSON object as its data`)
  demand(data.type === name, `The event '${name}' has data of type ${shown(data.type)}`)
  return { name, data }
}

/** Counts in `message_delta` are cumulative: they never fall. */
function readUsage(message: JsonObject, events: readonly StreamEvent[]) {
  const start = jsonObject(message.usage)
  const inputTokens = demandCount(start, 'input_tokens')
  let outputTokens = demandCount(start, 'output_tokens')
  let stopReason: unknown
  for (const { data } of events.filter(({ name }) => name === 'message_delta')) {
    const count = demandCount(jsonObject(data.usage), 'output_tokens')
    demand(
      count >= outputTokens,
      `usage.output_tokens falls from ${outputTokens} to ${count}: it is not cumulative`,
    )
    outputTokens = count
    stopReason = jsonObject(data.delta)?.stop_reason ?? stopReason
  }
  demand(isText(stopReason), 'No message_delta has a stop_reason')
  return { inputTokens, outputTokens, stopReason }
}

interface OpenBlock {
  readonly index: unknown
  readonly start: JsonObject
  readonly deltas: JsonObject[]
}

function readBlocks(events: readonly StreamEvent[]): StreamBlock[] {
  const blocks: OpenBlock[] = []
  let open: OpenBlock | null = null
  for (const { name, data } of events) {
    if (name === 'content_block_start') {
      const start = jsonObject(data.content_block)
      demand(open === null, `Block ${shown(data.index)} begins inside another`)
      demand(
        start !== null && data.index === blocks.length,
        `Block ${blocks.length} begins as ${shown(data.index)}`,
      )
      open = { index: data.index, start, deltas: [] }
      blocks.push(open)
    } else if (name === 'content_block_delta' || name === 'content_block_stop') {
      demand(
        open !== null && open.index === data.index,
        `${name} of block ${shown(data.index)}, which is not open`,
      )
      const delta = jsonObject(data.delta)
      if (name === 'content_block_stop') open = null
      else if (delta !== null) open.deltas.push(delta)
    } else if (name === 'message_start' || name === 'message_stop') {
      demand(false, `A second ${name}`)
    } else if (name === 'message_delta') {
      demand(open === null, 'message_delta comes before the last block has ended')
    }
  }
  return blocks.map(toBlock)
}

function toBlock({ start, deltas }: OpenBlock): StreamBlock {
  const joined = (type: string, field: string) =>
    deltas
      .filter((delta) => delta.type === type)
      .map((delta) => delta[field])
      .filter((piece) => typeof piece === 'string')
      .join('')
  return {
    start,
    text: joined('text_delta', 'text'),
    thinking: joined('thinking_delta', 'thinking'),
    signature: joined('signature_delta', 'signature'),
    json: joined('input_json_delta', 'partial_json'),
  }
}
