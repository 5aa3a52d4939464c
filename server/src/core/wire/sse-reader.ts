// Reads server-sent events from chunks that may be split anywhere, without holding more than one event.
import { makeGrowingBytes } from './growing-bytes.ts'

const LF = 0x0a
const CR = 0x0d
const COLON = 0x3a
const SPACE = 0x20
const LINE_FEED = Uint8Array.of(LF)
const NO_BYTES = new Uint8Array()
const decoder = new TextDecoder()

export interface SseReader {
  /** The chunk is kept by reference until its event is complete: it must not be changed afterwards. */
  push(chunk: Uint8Array): void
  /** The stream has ended: an event whose closing blank line is missing is read all the same. */
  end(): void
}

/**
 * Calls `onEvent` with the event's name ('' when it has none) and its data, joined by line feeds as the
 * HTML standard says. Lines end in LF, CRLF or CR. An event whose bytes exceed `maxEventBytes` is dropped
 * and `onOverflow` is called, so that a stream without line ends cannot fill the memory.
 */
export function makeSseReader(options: {
  onEvent: (name: string, data: Uint8Array) => void
  onOverflow?: () => void
  maxEventBytes?: number
}): SseReader {
  const maxEventBytes = options.maxEventBytes ?? 16 * 2 ** 20
  const partial = makeGrowingBytes()
  let name = ''
  const data = makeGrowingBytes()
  let hasData = false
  let eventBytes = 0
  let overflowed = false
  let droppingLine = false
  let skipLineFeed = false
  let isFirstLine = true

  function takeLine(whole: Uint8Array): void {
    const line = isFirstLine ? withoutBom(whole) : whole
    isFirstLine = false
    if (line.length === 0) {
      if (hasData && !overflowed) options.onEvent(name, data.take())
      name = ''
      forgetData()
      eventBytes = 0
      overflowed = false
      return
    }
    if (overflowed) return
    eventBytes += line.length
    if (eventBytes > maxEventBytes) return overflow()
    const colon = line.indexOf(COLON)
    const fieldLength = colon === -1 ? line.length : colon
    const valueFrom = colon === -1 ? line.length : line[colon + 1] === SPACE ? colon + 2 : colon + 1
    if (isField(line, fieldLength, 'data')) addData(line.subarray(valueFrom))
    else if (isField(line, fieldLength, 'event')) name = decoder.decode(line.subarray(valueFrom))
  }

  function addData(value: Uint8Array): void {
    if (hasData) data.push(LINE_FEED)
    hasData = true
    data.push(value)
  }

  function forgetData(): void {
    data.take()
    hasData = false
  }

  function overflow(): void {
    overflowed = true
    forgetData()
    partial.take()
    options.onOverflow?.()
  }

  return {
    push(chunk) {
      let from = 0
      if (skipLineFeed && chunk.length > 0) {
        if (chunk[0] === LF) from = 1
        skipLineFeed = false
      }
      // CR is rare: one native search decides whether the slow test for it is needed at all.
      const hasCr = chunk.includes(CR, from)
      for (;;) {
        const end = hasCr ? nextLineEnd(chunk, from) : chunk.indexOf(LF, from)
        if (end === -1) break
        const rest = chunk.subarray(from, end)
        if (droppingLine) droppingLine = false
        else if (partial.length > 0) {
          partial.push(rest)
          takeLine(partial.take())
        } else takeLine(rest)
        from = end + 1
        if (chunk[end] === CR) {
          if (from === chunk.length) skipLineFeed = true
          else if (chunk[from] === LF) from++
        }
      }
      if (from === chunk.length || droppingLine) return
      partial.push(chunk.subarray(from))
      if (partial.length + eventBytes > maxEventBytes) {
        droppingLine = true
        overflow()
      }
    },
    end() {
      if (droppingLine) return
      if (partial.length > 0) takeLine(partial.take())
      takeLine(NO_BYTES)
    },
  }
}

/** Some servers write a byte order mark in front of the stream. */
function withoutBom(line: Uint8Array): Uint8Array {
  return line[0] === 0xef && line[1] === 0xbb && line[2] === 0xbf ? line.subarray(3) : line
}

function nextLineEnd(chunk: Uint8Array, from: number): number {
  for (let i = from; i < chunk.length; i++) if (chunk[i] === LF || chunk[i] === CR) return i
  return -1
}

function isField(line: Uint8Array, length: number, field: 'data' | 'event'): boolean {
  if (length !== field.length) return false
  for (let i = 0; i < length; i++) if (line[i] !== field.charCodeAt(i)) return false
  return true
}
