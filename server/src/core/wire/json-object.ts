// JSON whose shape is not trusted, read as a plain object.

export type JsonObject = Readonly<Record<string, unknown>>

/** Null for everything that is no object: arrays, null, text, numbers. */
export function jsonObject(value: unknown): JsonObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null
}

/** Null for what is no JSON, or no object. */
export function parseJsonObject(text: string): JsonObject | null {
  try {
    return jsonObject(JSON.parse(text))
  } catch {
    return null
  }
}
