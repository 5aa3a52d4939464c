// Rejections that a test puts on top of the usual rules: betas, fields by their path, the role `system`.
import type { ClaudeModel } from '../claude-models.ts'
import { isObject, objectsOf, textOf, type JsonObject } from '../json.ts'
import { extraInput, invalid } from './aws-rejection.ts'

export interface StandingRejection {
  /** Bedrock ids as they stand in the request, or Anthropic ids; every model when absent. */
  readonly models?: readonly string[]
  readonly betas?: readonly string[]
  /**
   * Paths into the body, or places as the service spells them: `context_management`, `output_config.effort`, `tools.*.eager_input_streaming`,
   * `messages.*.content.*.cache_control.ttl`. `*` is any one step, a leading `**` any number of them.
   */
  readonly fields?: readonly string[]
  /** Rejects the role `system` inside `messages`. */
  readonly systemMessages?: boolean
  /** The native surfaces answer every rejection in the shape of AWS. */
  readonly errorShape?: 'aws'
}

export interface CheckedRequest {
  readonly body: JsonObject
  readonly betas: ReadonlySet<string>
  readonly modelId: string
  readonly model: ClaudeModel
}

export function checkStandingRejections(
  { body, betas, modelId, model }: CheckedRequest,
  rejections: readonly StandingRejection[],
): void {
  for (const { models, betas: rejected = [], fields = [], systemMessages = false } of rejections) {
    if (models !== undefined && !models.includes(modelId) && !models.includes(model.id)) continue
    if (rejected.some((beta) => betas.has(beta))) throw invalid('invalid beta flag')
    if (systemMessages) rejectSystemMessages(body)
    rejectFields(body, fields)
  }
}

function rejectSystemMessages(body: JsonObject): void {
  const index = objectsOf(body['messages']).findIndex(({ role }) => role === 'system')
  if (index >= 0) throw invalid(`messages.${index}.role: Input should be 'user' or 'assistant'`)
}

function rejectFields(body: JsonObject, fields: readonly string[]): void {
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
