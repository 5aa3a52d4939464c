/** Starts asking before the view is there. Errors are the view's to show, which asks the same. */
export function preload(...answers: readonly Promise<unknown>[]): void {
  for (const answer of answers) answer.catch(() => {})
}
