// A Messages body as InvokeModel takes it. Only what must change is cut or added: every value that stays keeps its bytes.
import type { CatalogModel } from '../../../core/models/catalog.ts'
import { headerList, headerValue, type RawHeaders } from '../../../core/upstream/raw-headers.ts'
import { GatewayError } from '../../../core/wire/anthropic-error.ts'
import {
  applyEdits,
  cutMembers,
  insertMember,
  isOverridden,
  type JsonEdit,
} from '../../../core/wire/json-edit.ts'
import {
  decodeString,
  elementsOf,
  kindOf,
  membersOf,
  memberValue,
  type JsonTape,
} from '../../../core/wire/json-tape.ts'
import { JsonLimitError, readJsonTape } from '../../../core/wire/read-json-tape.ts'
import {
  bedrockBetas,
  EFFORT_BETA,
  KNOWS_API_2026,
  KNOWS_SYSTEM_MESSAGES,
  TOP_LEVEL_FIELDS,
} from './capabilities.ts'
import { isTakenBy, staysByRule } from './field-rules.ts'
import { asksForEffort, outputConfigEdits } from './output-config.ts'
import { contentEdits } from './request-content.ts'
import { hasSystemMessages, hoistSystemMessages } from './system-messages.ts'

/** Containers down to `messages[].content[].content[].source`. */
const KEPT_DEPTH = 9

/**
 * @param body valid JSON, an object (the proxy has looked at it)
 * @throws GatewayError when the body asks for something that Bedrock does not offer and that cannot be left out
 */
export function bedrockRequestBody(
  body: Uint8Array,
  headers: RawHeaders,
  model: CatalogModel | null,
): Uint8Array {
  const tape = readTape(body)
  const betas = bedrockBetas(askedBetas(tape, headers, model), model)
  const context = { model, betas: new Set(betas) }
  const outputConfig = outputConfigEdits(tape, context)
  const overridden = isOverridden(tape, 0)
  const cut = cutMembers(tape, 0, (name, member) => {
    if (overridden(name, member) || (name === 'output_config' && outputConfig === null)) return true
    const rule = TOP_LEVEL_FIELDS.get(name)
    return !rule || !staysByRule(rule, tape, { path: name, value: member.value }, context)
  })
  const isEmpty = cut.length === [...membersOf(tape, 0)].length
  const added = [
    `"anthropic_version":"${apiVersion(headers, model)}"`,
    ...(betas.length > 0 ? [`"anthropic_beta":${JSON.stringify(betas)}`] : []),
  ]
  const edits: JsonEdit[] = [
    insertMember(tape, 0, added.join(','), isEmpty),
    ...cut,
    ...(outputConfig ?? []),
    ...contentEdits(tape, context),
  ]
  const edited = applyEdits(body, edits)
  const hoists = !isTakenBy(KNOWS_SYSTEM_MESSAGES, model) && hasSystemMessages(tape)
  return hoists ? hoistSystemMessages(edited) : edited
}

function readTape(body: Uint8Array): JsonTape {
  try {
    return readJsonTape(body, KEPT_DEPTH)
  } catch (error) {
    if (!(error instanceof JsonLimitError)) throw error
    throw new GatewayError('invalid_request_error', 'The request body has too many values to be translated.')
  }
}

/** `2026-10-21` exists on Bedrock from Claude 4.7 on; everything else speaks the older version. */
function apiVersion(headers: RawHeaders, model: CatalogModel | null): string {
  const asked = headerValue(headers, 'anthropic-version')?.trim()
  return asked === '2026-10-21' && model !== null && KNOWS_API_2026(model) ? asked : 'bedrock-2023-05-31'
}

function askedBetas(tape: JsonTape, headers: RawHeaders, model: CatalogModel | null): string[] {
  const needsEffort = model !== null && EFFORT_BETA.neededBy(model) && asksForEffort(tape)
  return [
    ...headerList(headers, 'anthropic-beta'),
    ...bodyBetas(tape),
    ...(needsEffort ? [EFFORT_BETA.name] : []),
  ]
}

/** Clients that know Bedrock put betas into the body themselves. */
function bodyBetas(tape: JsonTape): string[] {
  const list = memberValue(tape, 0, 'anthropic_beta')
  if (list === undefined) return []
  return [...elementsOf(tape, list)]
    .filter((element) => kindOf(tape, element) === 'string')
    .map((element) => decodeString(tape, element))
}
