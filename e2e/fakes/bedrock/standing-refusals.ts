// Refusals that a test puts on top of the usual rules: betas, fields by their path, the role `system`.
import type { ClaudeModel } from '../claude-models.ts'
import { isObject, objectsOf, textOf, type JsonObject } from '../json.ts'
import { extraInput, invalid } from './aws-refusal.ts'

export interface StandingRefusal {
  /** Bedrock ids as they stand in the request, or Anthropic ids; every model when absent. */
  readonly models?: readonly string[]
  readonly betas?: readonly string[]
  /**
   * Paths into the body, or places as the service spells them: `context_management`, `output_config.effort`, `tools.*.eager_input_streaming`,
   * `messages.*.content.*.cache_control.ttl`. `*` is any one step, a leading `**` any number of them.
   */
  readonly fields?: readonly string[]
  /** Refuses the role `system` inside `messages`. */
  readonly systemMessages?: boolean
  /** The native surfaces answer every refusal in the shape of AWS. */
  readonly errorShape?: 'aws'
}

export interface CheckedRequest {
  readonly body: JsonObject
  readonly betas: ReadonlySet<string>
  readonly modelId: string
  readonly model: ClaudeModel
}

export function checkStandingRefusals(
  { body, betas, modelId, model }: CheckedRequest,
  refusals: readonly StandingRefusal[],
): void {
  for (const { models, betas: refused = [], fields = [], systemMessages = false } of refusals) {
    if (models !== undefined && !models.includes(modelId) && !models.includes(model.id)) continue
    if (refused.some((beta) => betas.has(beta))) throw invalid('invalid beta flag')
    if (systemMessages) refuseSystemMessages(body)
    refuseFields(body, fields)
  }
}

function refuseSystemMessages(body: JsonObject): void {
  const index = objectsOf(body['messages']).findIndex(({ role }) => role === 'system')
  if (index >= 0) throw invalid(`messages.${index}.role: Input should be 'user' or 'assistant'`)
}

function refuseFields(body: JsonObject, fields: readonly string[]): void {
  const patterns = fields.map(patternOf)
  const found = fieldsOf(body).find(({ path, place }) =>
    patterns.some((pattern) => pattern.test(path) || pattern.test(place)),
  )
  if (found !== undefined) throw extraInput(found.place)
}

function patternOf(field: string): RegExp {
  const anywhere = field.startsWith('**.')
  const steps = (anywhere ? field.slice(3) : field).split('.')
  const patterns = steps.map((step) => (step === '*' ? '[^.]+' : step.replace(/\W/g, '\\$&')))
  return new RegExp(`^${anywhere ? '(.+\\.)?' : ''}${patterns.join('\\.')}$`)
}

interface Field {
  /** As in the body: `tools.0.strict`. */
  readonly path: string
  /** As the service writes it, with the tag of each union: `tools.0.custom.strict`. */
  readonly place: string
}

function fieldsOf(value: unknown, path = '', place = ''): Field[] {
  const items: [string, unknown][] = Array.isArray(value)
    ? value.map((item, index) => [String(index), item])
    : Object.entries(isObject(value) ? value : {})
  return items.flatMap(([name, item]) => {
    const inside = { path: joined(path, name), place: joined(place, name) }
    const tag = tagOf(inside.path, item)
    return [inside, ...fieldsOf(item, inside.path, tag === null ? inside.place : joined(inside.place, tag))]
  })
}

const joined = (path: string, step: string) => (path === '' ? step : `${path}.${step}`)

const taggedUnion = /(^|\.)(tools\.\d+|content\.\d+|edits\.\d+|cache_control|source|thinking|tool_choice)$/

function tagOf(path: string, item: unknown): string | null {
  if (!isObject(item) || !taggedUnion.test(path)) return null
  return textOf(item['type'] ?? 'custom')
}
