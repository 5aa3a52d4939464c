// A Messages body as InvokeModel takes it. Only what must change is cut or added: every value that stays keeps its bytes.
import { isAtLeast, type CatalogModel } from '../../../core/models/catalog.ts'
import type { RawHeaders } from '../../../core/upstream/provider.ts'
import { headerList, headerValue } from '../../../core/upstream/raw-headers.ts'
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
import { readJsonTape } from '../../../core/wire/read-json-tape.ts'
import { API_2026_SINCE, bedrockBetas, TOP_LEVEL_FIELDS } from './capabilities.ts'
import { contentEdits } from './request-content.ts'

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
  const tape = readJsonTape(body, KEPT_DEPTH)
  const betas = bedrockBetas([...headerList(headers, 'anthropic-beta'), ...bodyBetas(tape)], model)
  const sent = new Set(betas)
  const overridden = isOverridden(tape, 0)
  const cut = cutMembers(tape, 0, (name, member) => {
    return overridden(name, member) || !staysOnTop(tape, name, member.value, model, sent)
  })
  const isEmpty = cut.length === [...membersOf(tape, 0)].length
  const added = [
    `"anthropic_version":"${apiVersion(headers, model)}"`,
    ...(betas.length > 0 ? [`"anthropic_beta":${JSON.stringify(betas)}`] : []),
  ]
  const edits: JsonEdit[] = [
    insertMember(tape, 0, added.join(','), isEmpty),
    ...cut,
    ...contentEdits(tape, { model, betas: sent }),
  ]
  return applyEdits(body, edits)
}

/** `2026-10-21` exists on Bedrock from Claude 4.7 on; everything else speaks the older version. */
function apiVersion(headers: RawHeaders, model: CatalogModel | null): string {
  const asked = headerValue(headers, 'anthropic-version')?.trim()
  return asked === '2026-10-21' && model !== null && isAtLeast(model, ...API_2026_SINCE)
    ? asked
    : 'bedrock-2023-05-31'
}

/** Clients that know Bedrock put betas into the body themselves. */
function bodyBetas(tape: JsonTape): string[] {
  const list = memberValue(tape, 0, 'anthropic_beta')
  if (list === undefined) return []
  return [...elementsOf(tape, list)]
    .filter((element) => kindOf(tape, element) === 'string')
    .map((element) => decodeString(tape, element))
}

function staysOnTop(
  tape: JsonTape,
  name: string,
  value: number,
  model: CatalogModel | null,
  betas: ReadonlySet<string>,
): boolean {
  const rule = TOP_LEVEL_FIELDS.get(name)
  if (!rule) return false
  switch (rule.kind) {
    case 'pass':
      return true
    case 'replaced':
      return false
    case 'with_beta':
      return rule.betas.some((beta) => betas.has(beta))
    case 'since':
      return model === null || isAtLeast(model, ...rule.generation)
    case 'refuse':
      if (asksForNothing(tape, value)) return false
      throw new GatewayError('invalid_request_error', `${name}: ${rule.why}`)
  }
}

function asksForNothing(tape: JsonTape, value: number): boolean {
  const kind = kindOf(tape, value)
  return kind === 'null' || (kind === 'array' && elementsOf(tape, value).next().done === true)
}
