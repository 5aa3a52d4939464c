// A Messages body as Bedrock takes it. Only what must change is cut or added: every value that stays keeps its bytes.
import type { Surface } from '@headgate/shared/providers'
import type { CatalogModel } from '../../../../core/models/catalog.ts'
import type { RequestParameter } from '../../../../core/models/compatibility-cache.ts'
import { headerValue, type RawHeaders } from '../../../../core/upstream/raw-headers.ts'
import { GatewayError } from '../../../../core/wire/anthropic-error.ts'
import { applyEdits, insertMember, type JsonEdit } from '../../../../core/wire/json-edit.ts'
import { kindOf, membersOf, memberValue, type JsonTape } from '../../../../core/wire/json-tape.ts'
import { JsonLimitError, readJsonTape } from '../../../../core/wire/read-json-tape.ts'
import { placeBreakpoint, type Placement } from './automatic-cache.ts'
import {
  isTakenBy,
  KNOWS_API_2026,
  KNOWS_SYSTEM_MESSAGES,
} from '../../../../core/models/bedrock-capabilities.ts'
import { note } from './change-notes.ts'
import { chooseBetas } from './choose-betas.ts'
import { planContextManagement, withoutIdleBetas } from './context-management.ts'
import { editsOf, isEmptied, planEdits, replaceValue, type EditPlan } from './edit-plan.ts'
import type { RequestContext } from './field-rules.ts'
import { askedBreakpoint, cutEmptied, planTopLevel } from './plan-top-level.ts'
import {
  cutUnsupported,
  deepestPath,
  unsupportedOf,
  SYSTEM_ROLE,
  type Unsupported,
} from './unsupported-fields.ts'
import { planContent } from './plan-content.ts'
import { hasSystemMessages, hoistSystemMessages, type Hoisting } from './system-messages.ts'

export interface BodyRequest {
  /** Valid JSON, an object (the proxy has looked at it). */
  readonly body: Uint8Array
  readonly headers: RawHeaders
  /** Null when the gateway cannot name it. */
  readonly model: CatalogModel | null
  readonly upstreamModel: string
  readonly surface: Surface
  readonly stream: boolean
  /** What is left out because it was rejected before, or because the operator says so. */
  readonly unsupported: readonly RequestParameter[]
}

export interface PreparedBody {
  readonly bytes: Uint8Array
  /** Those that are sent: in the body on InvokeModel, for the header elsewhere. */
  readonly betas: readonly string[]
  /** `anthropic_version` in the body on InvokeModel, for the header `anthropic-version` elsewhere. */
  readonly apiVersion: string
  /** What was changed, one sentence each: names of fields and betas, never values. */
  readonly changes: readonly string[]
}

/** Containers down to `messages[].content[].content[].source.content[].source`. */
export const KEPT_DEPTH = 11

/** @throws GatewayError when the body asks for something that Bedrock does not offer and that cannot be left out */
export function prepareBody(request: BodyRequest): PreparedBody {
  try {
    return prepare(request)
  } catch (error) {
    if (!(error instanceof JsonLimitError)) throw error
    throw new GatewayError('invalid_request_error', 'The request body has too many values to be translated.')
  }
}

function prepare(request: BodyRequest): PreparedBody {
  const { body, headers, model, surface } = request
  const unsupported = unsupportedOf(request.unsupported)
  const tape = readBody(body, unsupported)
  const notes = new Set<string>()
  const place = { model, surface, unsupported, notes }
  const betas = withoutIdleBetas(tape, chooseBetas(tape, headers, place))
  const context: RequestContext = { ...place, betas: new Set(betas) }
  const apiVersion = apiVersionOf(request)
  note(notes, MOVES[surface])
  const plan = planEdits(tape)
  const added = surface === 'invoke' ? invokeMembers(apiVersion, betas) : nativeMembers(plan, request)
  planTopLevel(plan, context, surface === 'invoke' ? new Set() : keptMembers(tape, request))
  planContextManagement(plan, context)
  planContent(plan, context)
  cutUnsupported(plan, unsupported, notes)
  cutEmptied(plan)
  const edited = applyEdits(body, [...front(plan, added), ...editsOf(plan)])
  return { bytes: moveInside(edited, tape, context), betas, apiVersion, changes: [...notes] }
}

function readBody(body: Uint8Array, unsupported: Unsupported): JsonTape {
  return readJsonTape(body, Math.max(KEPT_DEPTH, deepestPath(unsupported)))
}

const MOVES: Readonly<Record<Surface, string>> = {
  invoke: '`model` and `stream` move into the URL, `anthropic_version` and the betas into the body.',
  messages: '`model` becomes the id that Bedrock knows.',
  mantle: '`model` becomes the id that Bedrock knows.',
}

/** `2026-10-21` exists on Bedrock from Claude 4.7 on; everything else speaks the older version. */
function apiVersionOf({ headers, model, surface }: BodyRequest): string {
  const asked = headerValue(headers, 'anthropic-version')?.trim()
  if (asked === '2026-10-21' && model !== null && KNOWS_API_2026(model)) return asked
  return surface === 'invoke' ? 'bedrock-2023-05-31' : '2023-06-01'
}

function invokeMembers(apiVersion: string, betas: readonly string[]): string[] {
  return [
    `"anthropic_version":"${apiVersion}"`,
    ...(betas.length > 0 ? [`"anthropic_beta":${JSON.stringify(betas)}`] : []),
  ]
}

/** The native surfaces have `model` and `stream` in the body, like the Messages API. */
function nativeMembers(plan: EditPlan, { upstreamModel, stream }: BodyRequest): string[] {
  const id = JSON.stringify(upstreamModel)
  const model = memberValue(plan.tape, 0, 'model')
  if (model !== undefined) replaceValue(plan, model, id)
  return [
    ...(model === undefined ? [`"model":${id}`] : []),
    ...(stream && !saysStream(plan.tape, stream) ? ['"stream":true'] : []),
  ]
}

function keptMembers(tape: JsonTape, { stream }: BodyRequest): ReadonlySet<string> {
  return new Set(saysStream(tape, stream) ? ['model', 'stream'] : ['model'])
}

function saysStream(tape: JsonTape, stream: boolean): boolean {
  const value = memberValue(tape, 0, 'stream')
  return value !== undefined && kindOf(tape, value) === String(stream)
}

function front(plan: EditPlan, members: readonly string[]): JsonEdit[] {
  if (members.length === 0) return []
  const isEmpty = isEmptied(plan, 0) || membersOf(plan.tape, 0).next().done === true
  return [insertMember(plan.tape, 0, members.join(','), isEmpty)]
}

/** What moves from one place of the body to another, after everything else. */
function moveInside(edited: Uint8Array, tape: JsonTape, context: RequestContext): Uint8Array {
  const { unsupported, notes } = context
  let bytes = edited
  const hoisting = hoistingFor(context)
  if (hasSystemMessages(tape, hoisting)) {
    bytes = hoistSystemMessages(bytes, hoisting)
    note(notes, 'Messages of the role `system` move to the end of `system`.')
  }
  const breakpoint = unsupported.fields.has('cache_control') ? null : askedBreakpoint(tape, context)
  if (breakpoint) {
    const placed = placeBreakpoint(bytes, breakpoint)
    bytes = placed.body
    note(notes, PLACEMENTS[placed.placement])
  }
  if (bytes === edited || unsupported.fields.size === 0) return bytes
  const plan = planEdits(readBody(bytes, unsupported))
  cutUnsupported(plan, unsupported, notes)
  return applyEdits(bytes, editsOf(plan))
}

function hoistingFor({ model, unsupported }: RequestContext): Hoisting {
  return isTakenBy(KNOWS_SYSTEM_MESSAGES, model) && !unsupported.fields.has(SYSTEM_ROLE) ? 'leading' : 'all'
}

const PLACEMENTS: Readonly<Record<Placement, string>> = {
  placed: '`cache_control` becomes a breakpoint on the last block.',
  'already there': '`cache_control` is left out: the last block has a breakpoint.',
  'no room': '`cache_control` is left out: there are four breakpoints.',
  'no block': '`cache_control` is left out: there is no block to carry it.',
}
