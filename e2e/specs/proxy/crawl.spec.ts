// Every route of docs/ROUTES.md, called by somebody who has nothing: whatever it does not name as open stays shut.
import { readFileSync } from 'node:fs'
import { expect, startGateway, test } from '../../fixtures/gateway.ts'

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'QUERY']
const SHUT = [401, 403, 404, 405]
/** tRPC answers these before it looks at anything, and says nothing. */
const EMPTY_OF_TRPC: Readonly<Record<string, readonly number[]>> = { HEAD: [204], OPTIONS: [415] }
/** What strangers bring along does not make them less strange. */
const STRANGERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  nothing: {},
  'made-up credentials': {
    'x-api-key': `hg_live_${'A'.repeat(43)}`,
    authorization: 'Bearer hg_live_made-up',
    'x-headgate-key': 'hg_live_other',
    cookie: 'headgate.session_token=made.up; __Secure-headgate.session_token=made.up',
  },
}

interface Row {
  readonly route: string
  /** Methods and the statuses they may have. */
  readonly open: Readonly<Record<string, number>>
}

function rows(): Row[] {
  const page = readFileSync(new URL('../../../docs/ROUTES.md', import.meta.url), 'utf8')
  return [...page.matchAll(/^\| `(\/[^`]*)` +\| ([^|]*) \|/gm)].map(([, route, open]) => ({
    route: route!,
    open: Object.fromEntries(
      [...open!.matchAll(/`([A-Z]+) (\d{3})`/g)].map(([, method, status]) => [method, Number(status)]),
    ),
  }))
}

test('the list is there', () => {
  expect(rows().length).toBeGreaterThan(50)
  expect(rows().filter(({ open }) => Object.keys(open).length === 0).length).toBeGreaterThan(35)
})

test('a stranger gets what the list names as open, and nothing else', async () => {
  test.setTimeout(180_000)
  // Each row from an address of its own: the limits for strangers are another test's.
  const gateway = await startGateway({ HEADGATE_TRUSTED_PROXIES: '127.0.0.1' })
  try {
    const calls = rows().flatMap((row, index) =>
      Object.entries(STRANGERS).flatMap(([who, headers]) =>
        METHODS.map((method) => ({ row, who, method, headers, from: `192.0.2.${index + 1}` })),
      ),
    )
    const problems: string[] = []
    for (const { row, who, method, headers, from } of calls) {
      const problem = await call(gateway.url, row, method, { ...headers, 'x-forwarded-for': from })
      if (problem !== null) problems.push(`${method} ${row.route} with ${who}: ${problem}`)
    }
    expect(problems).toEqual([])
    expect([gateway.anthropic.requests, gateway.bedrock.requests]).toEqual([[], []])
  } finally {
    await gateway.close()
  }
})

async function call(
  url: string,
  { route, open }: Row,
  method: string,
  headers: Readonly<Record<string, string>>,
): Promise<string | null> {
  const hasBody = !['GET', 'HEAD', 'OPTIONS'].includes(method)
  const response = await fetch(`${url}${route.replace('*', 'anything')}`, {
    method,
    headers: { ...headers, ...(hasBody && { 'content-type': 'application/json' }) },
    redirect: 'manual',
    ...(hasBody && { body: '{}' }),
  })
  const text = await response.text()
  const { status } = response
  const isTrpc = route.startsWith('/trpc/')
  const expected = [...SHUT, open[method], ...(isTrpc ? (EMPTY_OF_TRPC[method] ?? []) : [])]
  if (!expected.includes(status)) return `${status} ${text.slice(0, 100)}`
  if (/session_token=[^;]/.test(response.headers.get('set-cookie') ?? '')) return 'gets a session'
  if (response.headers.has('access-control-allow-origin')) return 'is open for other origins'
  return /\bat .*\.ts:\d+|node_modules/.test(text) ? 'shows a stack trace' : null
}
