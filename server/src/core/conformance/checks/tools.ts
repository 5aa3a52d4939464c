// A round with a tool: the model calls it in a stream, and its result is taken with the call repeated exactly.
import { isAtLeast, type CatalogModel } from '../../models/catalog.ts'
import { parseJsonObject } from '../../wire/json-object.ts'
import { demand, pass, type Check, type Seen, type Subject } from '../check.ts'
import { messagesRequest, rawRequest, userSays } from '../client-request.ts'
import { isText, readMessage, shown } from '../read-answer.ts'
import { readStream, type StreamBlock } from '../read-stream.ts'

const TOOL = {
  name: 'get_record',
  description: 'Reads one record.',
  input_schema: { type: 'object', properties: { record_id: { type: 'integer' } }, required: ['record_id'] },
}
const ASK = 'Use the tool get_record to read the record 7.'
/** A model that thinks before it calls needs room for that. */
const MAX_TOKENS = 1024

export const tools: Check = {
  name: 'tools',
  plan: (subject) => [
    {
      request: () =>
        messagesRequest(subject, {
          max_tokens: MAX_TOKENS,
          stream: true,
          tools: [TOOL],
          tool_choice: toolChoice(subject.model),
          messages: userSays(ASK),
        }),
      judge(seen) {
        const { stopReason } = readStream(seen)
        const { start, json } = readToolCall(seen)
        demand(start.name === TOOL.name, `The tool called is ${shown(start.name)}`)
        demand(isText(start.id), 'The tool_use block has no id')
        demand(
          parseJsonObject(json || '{}') !== null,
          `The input_json deltas do not add up to JSON: ${shown(json)}`,
        )
        demand(stopReason === 'tool_use', `The stop_reason is ${stopReason} instead of tool_use`)
        return pass('')
      },
    },
    {
      request: ([called]) => resultRequest(subject, called!),
      judge(seen) {
        readMessage(seen)
        return pass('called in a stream with valid JSON, and its result taken')
      },
    },
  ],
}

/** Opus 5.5, Sonnet 5.5 and Fable 5.1 reject to be forced, as model cards say; so may what comes after them. */
function toolChoice(model: CatalogModel | null) {
  const takesForce = model !== null && !isAtLeast(model, 5, 1)
  return takesForce ? { type: 'tool', name: TOOL.name } : { type: 'auto' }
}

function readToolCall(seen: Seen): StreamBlock {
  const { blocks, stopReason } = readStream(seen)
  const call = blocks.find(({ start }) => start.type === 'tool_use')
  demand(call !== undefined, `The answer calls no tool; it ends with ${stopReason}`)
  return call
}

/** Text instead of values: numbers that JavaScript cannot hold must come back as they were written. */
function resultRequest(subject: Subject, called: Seen) {
  const call = readToolCall(called)
  const content = readStream(called).blocks.map(replayed).filter(isText).join(',')
  const result = [{ type: 'tool_result', tool_use_id: call.start.id, content: 'It is green.' }]
  const messages = [
    JSON.stringify({ role: 'user', content: ASK }),
    `{"role":"assistant","content":[${content}]}`,
    JSON.stringify({ role: 'user', content: result }),
  ]
  const head = JSON.stringify({ model: subject.modelName, max_tokens: 64, tools: [TOOL] })
  return rawRequest(`${head.slice(0, -1)},"messages":[${messages.join(',')}]}`)
}

/** Null for a block of text that is empty: it would be rejected. */
function replayed({ start, text, thinking, signature, json }: StreamBlock): string | null {
  switch (start.type) {
    case 'tool_use':
      return `${JSON.stringify({ ...start, input: undefined }).slice(0, -1)},"input":${json || '{}'}}`
    case 'thinking':
      return JSON.stringify({ ...start, thinking, signature })
    case 'text':
      return text === '' ? null : JSON.stringify({ ...start, text })
    default:
      return JSON.stringify(start)
  }
}
