// The address of a request, spelled as the client spelled it.

/** Path and query. Clients that take the gateway for a proxy name a host as well, which is cut off. */
export function originForm(url: string | undefined): string {
  const path = (url ?? '/').replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '')
  return path.startsWith('/') ? path : `/${path}`
}

/** The path without its query. */
export function pathOf(url: string | undefined): string {
  return (url ?? '').split('?', 1)[0]!
}

/** The query with its `?`, or ''. */
export function queryOf(url: string): string {
  return url.slice(pathOf(url).length)
}
