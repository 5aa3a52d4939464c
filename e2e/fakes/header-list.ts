// Response headers as a flat list of names and values, which keeps their order and spelling on the wire.

/** Adds headers, replacing those of the same name. */
export function withHeaders(base: readonly string[], more: Readonly<Record<string, string>> = {}): string[] {
  const replaced = new Set(Object.keys(more).map((name) => name.toLowerCase()))
  const kept = base.filter((_, index) => !replaced.has((base[index - (index % 2)] ?? '').toLowerCase()))
  return [...kept, ...Object.entries(more).flat()]
}
