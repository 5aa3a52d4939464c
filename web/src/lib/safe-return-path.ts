/** Where to go after signing in: only ever a place in this console. */
export function safeReturnPath(path: string | undefined): string {
  if (path === undefined || !path.startsWith('/') || /^\/[/\\]/.test(path)) return '/'
  return /^\/(?:sign-in|setup|invitation)(?:[?#/]|$)/.test(path) ? '/' : path
}
