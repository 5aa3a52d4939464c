// What the gateway reads of a Messages request body. The bytes themselves stay as they came.
import { decodeString, decodeValue, kindOf, memberString, memberValue, rawValue } from './json-tape.ts'
import { JsonLimitError, JsonSyntaxError, readJsonTape } from './read-json-tape.ts'

export interface BodyView {
  readonly model: string
  readonly stream: boolean
  /** From `metadata.user_id` as Claude Code writes it; for correlation only, clients choose it freely. */
  readonly sessionId: string | null
}

/** The body cannot be served; the message is meant for the client. */
export class InvalidBodyError extends Error {
  override name = 'InvalidBodyError'
}

/** @throws InvalidBodyError when the body is no JSON object with a model. */
export function viewBody(bytes: Uint8Array): BodyView {
  const tape = readTape(bytes)
  if (kindOf(tape, 0) !== 'object') throw new InvalidBodyError('The request body must be a JSON object.')
  const model = memberValue(tape, 0, 'model')
  if (model === undefined) throw new InvalidBodyError('model: Field required')
  if (kindOf(tape, model) !== 'string') throw new InvalidBodyError('model: Input should be a valid string')
  const name = decodeString(tape, model)
  if (name === '') throw new InvalidBodyError('model: String should have at least 1 character')
  const stream = memberValue(tape, 0, 'stream')
  const streamKind = stream === undefined ? 'null' : kindOf(tape, stream)
  if (streamKind !== 'true' && streamKind !== 'false' && streamKind !== 'null') {
    throw new InvalidBodyError('stream: Input should be a valid boolean')
  }
  const metadata = memberValue(tape, 0, 'metadata')
  const userId =
    metadata === undefined ? undefined : memberString(readJsonTape(rawValue(tape, metadata), 1), 0, 'user_id')
  return { model: name, stream: streamKind === 'true', sessionId: sessionOf(userId) }
}

function readTape(bytes: Uint8Array) {
  try {
    return readJsonTape(bytes, 1)
  } catch (error) {
    if (error instanceof JsonLimitError) throw new InvalidBodyError('The request body has too many fields.')
    if (!(error instanceof JsonSyntaxError)) throw error
    throw new InvalidBodyError(`The request body is not valid JSON: ${error.message}`)
  }
}

/** Claude Code sends `user_<hex>_account_<uuid>_session_<uuid>`, newer builds a JSON text with `session_id`. */
function sessionOf(userId: string | undefined): string | null {
  if (userId === undefined || userId.length > 4096) return null
  const suffix = /_session_([0-9a-fA-F-]{36})$/.exec(userId)?.[1]
  if (suffix !== undefined) return suffix
  if (!userId.startsWith('{')) return null
  try {
    const bytes = new TextEncoder().encode(userId)
    const tape = readJsonTape(bytes, 1)
    const session = memberValue(tape, 0, 'session_id')
    const value = session === undefined ? null : decodeValue(tape, session)
    return typeof value === 'string' && value.length <= 255 ? value : null
  } catch {
    return null
  }
}
