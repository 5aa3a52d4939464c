/** The items of a text that are set apart by blanks, line breaks or commas. */
export function splitList(text: string): string[] {
  return text.split(/[\s,]+/).filter(Boolean)
}
