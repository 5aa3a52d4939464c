/** A sentence of the gateway in which commands stand between backticks. */
export function WordsWithCode({ text }: { readonly text: string }) {
  return text.split('`').map((part, at) => (at % 2 === 0 ? part : <code key={at}>{part}</code>))
}
