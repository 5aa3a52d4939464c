// What an answer depends on in a Messages request. It reads only what is the same on both services: a request
// that was translated for Bedrock has no `model` or `stream`, and may have lost cache scopes and tool flags.
import { isObject, objectsOf, textOf, type JsonObject } from './json.ts'

export interface RequestView {
  readonly lastUserText: string
  readonly wantsThinking: boolean
  /** The tool to call, or null for an answer in text. */
  readonly calledTool: string | null
  /** An answer in the form of the JSON schema that is asked for, or null. */
  readonly formattedText: string | null
  readonly usesCache: boolean
  /** `max_tokens: 0` asks only to warm the prompt cache. */
  readonly onlyWarmsCache: boolean
  /** Estimated as a quarter of the characters of all texts and tools. */
  readonly promptTokens: number
}

export function viewRequest(body: JsonObject): RequestView {
  const lastUserText = textIn(objectsOf(body['messages']).at(-1)?.['content'])
  const thinking = isObject(body['thinking']) ? body['thinking']['type'] : undefined
  return {
    lastUserText,
    wantsThinking: thinking !== undefined && thinking !== 'disabled',
    calledTool: pickTool(body, lastUserText),
    formattedText: formattedText(body['output_config']),
    usesCache: hasKey(body, 'cache_control'),
    onlyWarmsCache: body['max_tokens'] === 0,
    promptTokens: estimatePromptTokens(body),
  }
}

/** Text of a content string or of a list's text blocks. */
function textIn(content: unknown): string {
  if (typeof content === 'string') return content
  return objectsOf(content)
    .map((block) => block['text'])
    .filter((text) => typeof text === 'string')
    .join('\n')
}

function pickTool(body: JsonObject, lastUserText: string): string | null {
  const names = objectsOf(body['tools'])
    .map((tool) => tool['name'])
    .filter((name) => typeof name === 'string')
  const choice = isObject(body['tool_choice']) ? body['tool_choice'] : {}
  if (names.length === 0 || choice['type'] === 'none') return null
  if (choice['type'] === 'tool') return typeof choice['name'] === 'string' ? choice['name'] : null
  const named = names.find((name) => lastUserText.includes(name))
  if (named !== undefined) return named
  const asked = choice['type'] === 'any' || /\btools?\b/i.test(lastUserText)
  return asked ? (names[0] ?? null) : null
}

const samples: Readonly<Record<string, unknown>> = {
  string: 'ok',
  integer: 1,
  number: 1,
  boolean: true,
  array: [],
  object: {},
}

/** Fits schemas of plain values. */
function formattedText(outputConfig: unknown): string | null {
  const format = isObject(outputConfig) ? outputConfig['format'] : undefined
  if (!isObject(format) || !isObject(format['schema'])) return null
  const { properties } = format['schema']
  const values = Object.entries(isObject(properties) ? properties : {}).map(([name, property]) => [
    name,
    (isObject(property) && samples[textOf(property['type'])]) ?? null,
  ])
  return JSON.stringify(Object.fromEntries(values))
}

function hasKey(value: unknown, key: string): boolean {
  if (Array.isArray(value)) return value.some((item) => hasKey(item, key))
  if (!isObject(value)) return false
  return isObject(value[key]) || Object.values(value).some((item) => hasKey(item, key))
}

function estimatePromptTokens(body: JsonObject): number {
  const tools = objectsOf(body['tools']).map((tool) =>
    JSON.stringify([tool['name'], tool['description'], tool['input_schema']]),
  )
  const messages = objectsOf(body['messages']).map((message) => allTexts(message['content']))
  const characters = [allTexts(body['system']), ...messages, ...tools].join('').length
  return 8 + Math.ceil(characters / 4)
}

/** All texts, those inside tool results included. */
function allTexts(content: unknown): string {
  if (typeof content === 'string') return content
  return objectsOf(content)
    .map((block) => (typeof block['text'] === 'string' ? block['text'] : allTexts(block['content'])))
    .join('')
}
