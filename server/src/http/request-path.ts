// The path of a request as it was received, without its query.

export function pathOf(url: string | undefined): string {
  return (url ?? '').split('?', 1)[0]!
}
