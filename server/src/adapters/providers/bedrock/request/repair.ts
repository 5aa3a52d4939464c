// What to leave out after a refusal, so that one more try may succeed.
import type { Refusable } from '../../../../core/models/learned-refusals.ts'
import { elementsOf, memberString, memberValue, type JsonTape } from '../../../../core/wire/json-tape.ts'
import { readJsonTape } from '../../../../core/wire/read-json-tape.ts'
import { holdsPath, SYSTEM_ROLE } from './refused-fields.ts'
import { REPAIRABLE_FIELDS } from './repairable-fields.ts'
import { KEPT_DEPTH, type PreparedBody } from './request-body.ts'

/**
 * Fields go with their betas and betas with their fields when the body is prepared again. Wordings are matched whole:
 * a refusal may quote what a client wrote, and what is learned of it holds for everybody.
 * @returns null when the refusal is about something that cannot be left out: then it belongs to the client.
 */
export function repairAfter(
  error: { readonly status: number; readonly message: string },
  sent: PreparedBody,
  isAccepted: (beta: string) => boolean,
): readonly Refusable[] | null {
  if (error.status !== 400) return null
  const message = error.message.trim().replace(PREAMBLE, '')
  const betas = refusedBetas(message, sent.betas, isAccepted)
  if (betas) return betas.map((name) => ({ kind: 'beta', name }))
  const fields = refusesSystemRole(message) ? [SYSTEM_ROLE] : refusedFields(message)
  if (fields === null) return null
  const tape = readJsonTape(sent.bytes, KEPT_DEPTH)
  const present = fields.some((path) => (path === SYSTEM_ROLE ? hasSystemRole(tape) : holdsPath(tape, path)))
  return present ? fields.map((name) => ({ kind: 'field', name })) : null
}

const PREAMBLE = /^(?:The model returned the following errors: )?(?:Malformed input request: )?/

/** On InvokeModel it does not say which; the Messages API does. */
const INVALID_BETA = /^(?:anthropic[-_]beta: )?invalid beta flag[.!]?$/i
const UNEXPECTED_BETAS =
  /^Unexpected value\(s\) (?<names>`[\w.-]+`(?:, ?`[\w.-]+`)*) for the `anthropic-beta` header\b/

/** Those that were taken before are not what an error about an unnamed one is about, unless all were. */
function refusedBetas(
  message: string,
  sent: readonly string[],
  isAccepted: (beta: string) => boolean,
): readonly string[] | null {
  if (sent.length === 0) return null
  const named = UNEXPECTED_BETAS.exec(message)?.groups?.['names']
  if (named !== undefined) {
    const refused = sent.filter((beta) => named.includes(`\`${beta}\``))
    return refused.length > 0 ? refused : null
  }
  if (!INVALID_BETA.test(message)) return null
  const suspects = sent.filter((beta) => !isAccepted(beta))
  return suspects.length > 0 ? suspects : sent
}

/** By models that know the role nowhere. "Use the top-level 'system' parameter for the initial ..." is about a place. */
const SYSTEM_ROLE_WORDINGS = [
  /^(?:messages(?:\.\d+)?(?:\.role)?: )?role 'system' is not supported on this model/,
  /^messages(?:\.\d+)?(?:\.role)?: Unexpected role "system"/,
  /^messages\.\d+\.role: Input should be 'user' or 'assistant'$/,
]

function refusesSystemRole(message: string): boolean {
  return SYSTEM_ROLE_WORDINGS.some((wording) => wording.test(message))
}

function hasSystemRole(tape: JsonTape): boolean {
  const messages = memberValue(tape, 0, 'messages')
  return (
    messages !== undefined &&
    [...elementsOf(tape, messages)].some((message) => memberString(tape, message, 'role') === 'system')
  )
}

/** Null when one of those that the message names is none that can be left out, or when it says anything else. */
function refusedFields(message: string): readonly string[] | null {
  const fields = new Set<string>()
  const parts = message.split(/[\n;,]+/).map((part) => part.trim())
  for (const part of parts.filter((text) => text !== '' && !POLITE.test(text))) {
    const place = refusedPlace(part)
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

function refusedPlace(part: string): string | null {
  const place = EXTRA_INPUT.exec(part)?.groups?.['place']
  if (place !== undefined) return place
  const { path, key } = EXTRANEOUS_KEY.exec(part)?.groups ?? {}
  return key === undefined ? null : [...(path ?? '').split('/').filter((step) => step !== ''), key].join('.')
}
