// From decoded events to the server-sent events a Claude client expects, with usage read on the way.
import type { CatalogModel } from '../../../../core/models/catalog.ts'
import { mergeEventUsage } from '../../../../core/usage/merge-event-usage.ts'
import { emptyUsage, mergeInvocationMetrics, type TokenUsage } from '../../../../core/usage/token-usage.ts'
import { concatBytes } from '../../../../core/wire/bytes.ts'
import { applyEdits, type JsonEdit } from '../../../../core/wire/json-edit.ts'
import { jsonObject } from '../../../../core/wire/json-object.ts'
import {
  decodeString,
  decodeValue,
  kindOf,
  memberValue,
  type JsonTape,
} from '../../../../core/wire/json-tape.ts'
import { readJsonTape, JsonSyntaxError } from '../../../../core/wire/read-json-tape.ts'
import { cutMetrics, modelEdits, promoteUsage } from './answer-json.ts'
import { StreamDamage } from './stream-decoder.ts'

export interface TranslatedEvent {
  readonly bytes: Uint8Array
  readonly last: boolean
}

export interface StreamTranslator {
  readonly usage: TokenUsage
  /** Null for what a client should not see. @throws StreamDamage when it is no JSON. */
  translate(event: Uint8Array): TranslatedEvent | null
}

export const PING_EVENT = new TextEncoder().encode('event: ping\ndata: {"type": "ping"}\n\n')

const encoder = new TextEncoder()

export function makeStreamTranslator(model: CatalogModel | null): StreamTranslator {
  const usage = emptyUsage()

  function translateEvent(event: Uint8Array): TranslatedEvent | null {
    const tape = readJsonTape(event, 2)
    const type = memberValue(tape, 0, 'type')
    if (type === undefined || kindOf(tape, type) !== 'string') return null
    const name = decodeString(tape, type)
    if (!/^[\w.-]+$/.test(name)) return null
    // What is filled in is what was reported before.
    const edits = editsFor(name, tape)
    mergeEventUsage(usage, name, () => jsonObject(decodeValue(tape, 0)))
    const json = applyEdits(event, edits)
    return { bytes: serverSentEvent(name, json), last: name === 'message_stop' }
  }

  function editsFor(name: string, tape: JsonTape): JsonEdit[] {
    if (name === 'message_start') {
      const message = memberValue(tape, 0, 'message')
      return message === undefined ? [] : modelEdits(tape, message, model)
    }
    if (name === 'message_delta') return promoteUsage(tape, usage)
    if (name === 'message_stop') {
      const { edits, metrics } = cutMetrics(tape)
      mergeInvocationMetrics(usage, metrics)
      return edits
    }
    return []
  }

  return {
    usage,
    translate(event) {
      try {
        return translateEvent(event)
      } catch (error) {
        if (!(error instanceof JsonSyntaxError)) throw error
        throw new StreamDamage(`An event is no JSON: ${error.message}`, { cause: error })
      }
    },
  }
}

/** The data must be one line. Outside strings a line break is only a blank, and strings hold none unescaped. */
function serverSentEvent(name: string, json: Uint8Array): Uint8Array {
  const line = json.some((byte) => byte === 0x0a || byte === 0x0d)
    ? json.map((byte) => (byte === 0x0a || byte === 0x0d ? 0x20 : byte))
    : json
  return concatBytes([encoder.encode(`event: ${name}\ndata: `), line, encoder.encode('\n\n')])
}
