// Reading JSON of unknown shape, and writing JSON text that JSON.stringify would not produce by itself.

export type JsonObject = Readonly<Record<string, unknown>>

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The objects of a list; empty when the value is not a list. */
export function objectsOf(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : []
}

// In the engine since Node 21, not yet in TypeScript's library.
const json = JSON as typeof JSON & { rawJSON(text: string): object }

/** A value as part of an error message. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? 'undefined')
}

/** A number whose spelling survives JSON.stringify: `9007199254740993`, `1.0`, `1e400`. */
export function rawNumber(text: string): object {
  return json.rawJSON(text)
}

/** A string written with escapes that are legal but rare, so that a re-serialised answer differs in its bytes. */
export function oddlyEscaped(text: string): object {
  const escaped = JSON.stringify(text)
    .replaceAll('/', '\\/')
    .replaceAll('+', '\\u002b')
    .replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
  return json.rawJSON(escaped)
}
