// What was changed about a request, in words for operators: names of fields and betas, never values.

/** Sentences, each once. */
export type ChangeNotes = Set<string>

/** A body may hold any number of fields that nobody knows. */
const MAX_NOTES = 50
const MAX_NAME = 80

export function note(notes: ChangeNotes, sentence: string): void {
  if (notes.size < MAX_NOTES) notes.add(sentence)
}

/** A name as a client chose it, safe to be read in a log line. */
export function quoted(name: string): string {
  const text = JSON.stringify(name).slice(1, -1)
  return `\`${text.length > MAX_NAME ? `${text.slice(0, MAX_NAME)}...` : text}\``
}

export function noteLeftOut(notes: ChangeNotes, path: string, why: string): void {
  note(notes, `${quoted(path)} is left out: ${why}.`)
}

export const WHY = {
  unknown: 'Bedrock does not take it',
  model: 'this model does not take it on Bedrock',
  beta: 'the beta that it needs is not sent',
  unsupported: 'Bedrock rejected it before, or an override drops it',
  nothing: 'it asks for nothing',
} as const
