// Path and query of a request, as they were spelled; clients that take the gateway for a proxy name a host as well.

export function originForm(url: string | undefined): string {
  const path = (url ?? '/').replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '')
  return path.startsWith('/') ? path : `/${path}`
}
