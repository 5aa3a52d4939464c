// Batches tell where their results are with an absolute address. SDKs follow it with the key they have, which is the
// project's: it must lead back here, or the results are out of reach and the key goes to somebody else.
import { applyEdits, type JsonEdit } from '../../../core/wire/json-edit.ts'
import { decodeString, elementsOf, kindOf, memberValue, type JsonTape } from '../../../core/wire/json-tape.ts'
import { JsonLimitError, JsonSyntaxError, readJsonTape } from '../../../core/wire/read-json-tape.ts'
import { makeGrowingBytes } from '../../../core/wire/growing-bytes.ts'

const BATCHES = /^\/v1\/messages\/batches(?:\/[^/]+(?:\/cancel)?)?$/
const RESULTS = /^\/v1\/messages\/batches\/[^/]+\/results$/
/** A page of a thousand batches has a tenth of it. Larger answers pass as they are. */
const MAX_BYTES = 8 * 2 ** 20
/** Containers down to `data[].results_url`. */
const DEPTH = 3

/** Whether the answers of a path hold batches. @param url path and query */
export function holdsBatches(url: string): boolean {
  return BATCHES.test(url.split('?', 1)[0]!)
}

/** The same bytes, but for the addresses of results. */
export async function* linksToHere(
  body: AsyncIterable<Uint8Array>,
  publicUrl: string,
): AsyncGenerator<Uint8Array> {
  const held = makeGrowingBytes()
  let isTooLong = false
  for await (const chunk of body) {
    held.push(chunk)
    isTooLong ||= held.length > MAX_BYTES
    if (isTooLong) yield held.take()
  }
  if (!isTooLong) yield withOwnLinks(held.take(), publicUrl)
}

export function withOwnLinks(json: Uint8Array, publicUrl: string): Uint8Array {
  try {
    const tape = readJsonTape(json, DEPTH)
    const list = memberValue(tape, 0, 'data')
    const batches = list === undefined ? [0] : [...elementsOf(tape, list)]
    return applyEdits(
      json,
      batches.flatMap((batch) => linkEdit(tape, batch, publicUrl)),
    )
  } catch (error) {
    if (error instanceof JsonSyntaxError || error instanceof JsonLimitError) return json
    throw error
  }
}

function linkEdit(tape: JsonTape, batch: number, publicUrl: string): JsonEdit[] {
  const value = memberValue(tape, batch, 'results_url')
  if (value === undefined || kindOf(tape, value) !== 'string') return []
  const url = URL.parse(decodeString(tape, value))
  if (!url || url.search || !RESULTS.test(url.pathname)) return []
  const text = JSON.stringify(`${publicUrl}${url.pathname}`)
  return [{ from: tape.start[value]!, to: tape.end[value]!, text }]
}
