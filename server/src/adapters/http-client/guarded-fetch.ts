// `fetch` for a library that brings its own requests: connections are made only to addresses that a guard lets pass.
import { Agent, fetch as fetchOf } from 'undici'
import { guardedConnector, type AddressCheck } from './guarded-connector.ts'

type Fetch = (url: string, init: RequestInit) => Promise<Response>

const CONNECT_TIMEOUT_MS = 5000

export function makeGuardedFetch(check: AddressCheck): Fetch {
  // Asked seldom: no connection is kept, and none has to be closed at the end.
  const dispatcher = new Agent({
    connect: guardedConnector({ timeout: CONNECT_TIMEOUT_MS, allowH2: false }, check),
    pipelining: 0,
  })
  type Init = NonNullable<Parameters<typeof fetchOf>[1]>
  // The same standard, described twice: by the package, and by Node's types of what it was built into.
  return (url, init) => fetchOf(url, { ...(init as unknown as Init), dispatcher })
}
