// What PostgreSQL's text and jsonb can hold: neither U+0000 nor half a surrogate pair, whoever wrote it.

export function storableText(text: string): string {
  return text.toWellFormed().replaceAll('\0', '')
}

/** A copy as JSON would bring it back, every text in it storable. */
export function storableJson<T extends object | null>(value: T): T {
  return JSON.parse(JSON.stringify(value), (_name, part: unknown) =>
    typeof part === 'string' ? storableText(part) : part,
  ) as T
}
