// The response headers of the Claude API. The cookie is there so that tests can see who relays it.

const organizationId = '0f4c2a7e-6d1b-4b3e-9a55-7c8d9e0f1a2b'

const limits = { requests: 4000, tokens: 480_000, 'input-tokens': 400_000, 'output-tokens': 80_000 }

export function responseHeaders(requestId: string, contentType: string): string[] {
  const reset = new Date(Date.now() + 60_000).toISOString().replace(/\.\d+Z$/, 'Z')
  const rateLimits = Object.entries(limits).flatMap(([name, limit]) => [
    [`anthropic-ratelimit-${name}-limit`, String(limit)],
    [`anthropic-ratelimit-${name}-remaining`, String(limit - 1000)],
    [`anthropic-ratelimit-${name}-reset`, reset],
  ])
  return [
    ['content-type', contentType],
    ['cache-control', 'no-cache'],
    ['request-id', requestId],
    ['anthropic-organization-id', organizationId],
    ...rateLimits,
    ['set-cookie', '_cfuvid=stand-in-cookie; HttpOnly; Secure; Path=/; SameSite=None'],
    ['cf-ray', '8f0000000000abcd-FRA'],
    ['server', 'cloudflare'],
  ].flat()
}
