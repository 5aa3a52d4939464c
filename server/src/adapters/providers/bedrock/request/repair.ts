// What to leave out after a rejection, so that one more try may succeed.
import type { RequestParameter } from '../../../../core/models/compatibility-cache.ts'
import { listMember, memberString, type JsonTape } from '../../../../core/wire/json-tape.ts'
import { readJsonTape } from '../../../../core/wire/read-json-tape.ts'
import { holdsPath, SYSTEM_ROLE } from './unsupported-fields.ts'
import { REPAIRABLE_FIELDS } from './repairable-fields.ts'
import { KEPT_DEPTH, type PreparedBody } from './prepare-body.ts'

export interface Repair {
  readonly leftOut: readonly RequestParameter[]
  /** Bedrock did not say which of them it was. */
  readonly isGuess: boolean
}

/**
 * Fields go with their betas and betas with their fields when the body is prepared again. Wordings are matched whole
 * where they name something: a rejection may quote what a client wrote, and what is learned of it holds for everybody.
 * @returns null when the rejection is about something that cannot be left out: then it belongs to the client.
 */
export function repairAfter(
  error: { readonly status: number; readonly message: string },
  sent: PreparedBody,
): Repair | null {
  if (error.status !== 400) return null
  const message = error.message.trim().replace(PREAMBLE, '')
  const betas = (names: readonly string[]) => names.map((name) => ({ kind: 'beta', name }) as const)
  const named = namedBetas(message, sent.betas)
  if (named.length > 0) return { leftOut: betas(named), isGuess: false }
  if (rejectsSomeBeta(message, sent)) return { leftOut: betas(sent.betas), isGuess: true }
  const fields = rejectsSystemRole(message) ? [SYSTEM_ROLE] : unsupportedFields(message)
  if (fields === null) return null
  const tape = readJsonTape(sent.bytes, KEPT_DEPTH)
  const present = fields.some((path) => (path === SYSTEM_ROLE ? hasSystemRole(tape) : holdsPath(tape, path)))
  return present ? { leftOut: fields.map((name) => ({ kind: 'field', name })), isGuess: false } : null
}

const PREAMBLE = /^(?:The model returned the following errors: )?(?:Malformed input request: )?/

const UNEXPECTED_BETAS =
  /^Unexpected value\(s\) (?<names>`[\w.-]+`(?:, ?`[\w.-]+`)*) for the `anthropic-beta` header\b/

/** The Messages API says which. */
function namedBetas(message: string, sent: readonly string[]): readonly string[] {
  const names = UNEXPECTED_BETAS.exec(message)?.groups?.['names'] ?? ''
  return sent.filter((beta) => names.includes(`\`${beta}\``))
}

/** InvokeModel does not say which, and words it in more than one way. */
const INVALID_BETA = /\binvalid beta flag\b/i

/** A body that holds the words may have been quoted. */
function rejectsSomeBeta(message: string, { betas, bytes }: PreparedBody): boolean {
  return betas.length > 0 && INVALID_BETA.test(message) && !INVALID_BETA.test(new TextDecoder().decode(bytes))
}

/** By models that know the role nowhere. "Use the top-level 'system' parameter for the initial ..." is about a place. */
const SYSTEM_ROLE_WORDINGS = [
  /^(?:messages(?:\.\d+)?(?:\.role)?: )?role 'system' is not supported on this model/,
  /^messages(?:\.\d+)?(?:\.role)?: Unexpected role "system"/,
  /^messages\.\d+\.role: Input should be 'user' or 'assistant'$/,
]

function rejectsSystemRole(message: string): boolean {
  return SYSTEM_ROLE_WORDINGS.some((wording) => wording.test(message))
}

function hasSystemRole(tape: JsonTape): boolean {
  const messages = listMember(tape, 0, 'messages')
  return messages.some((message) => memberString(tape, message, 'role') === 'system')
}

/** Null when one of those that the message names is none that can be left out, or when it says anything else. */
function unsupportedFields(message: string): readonly string[] | null {
  const fields = new Set<string>()
  const parts = message.split(/[\n;,]+/).map((part) => part.trim())
  for (const part of parts.filter((text) => text !== '' && !POLITE.test(text))) {
    const place = unsupportedPlace(part)
    const field = place === null ? undefined : REPAIRABLE_FIELDS.find((known) => known.place.test(place))
    if (!field) return null
    for (const path of field.paths) fields.add(path)
  }
  return fields.size > 0 ? [...fields] : null
}

const POLITE = /^please reformat your input and try again\.?$/
const EXTRA_INPUT = /^(?<place>[\w-]+(?:\.[\w-]+)*): Extra inputs are not permitted\.?$/
/** As models before Claude 4.5 word it. */
const EXTRANEOUS_KEY = /^#(?<path>(?:\/[\w-]+)*): extraneous key \[(?<key>[\w-]+)\] is not permitted\.?$/

function unsupportedPlace(part: string): string | null {
  const place = EXTRA_INPUT.exec(part)?.groups?.['place']
  if (place !== undefined) return place
  const { path, key } = EXTRANEOUS_KEY.exec(part)?.groups ?? {}
  return key === undefined ? null : [...(path ?? '').split('/').filter((step) => step !== ''), key].join('.')
}
