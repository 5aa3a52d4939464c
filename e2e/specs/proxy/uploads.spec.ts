// Request bodies that pass through: never held, as fast as the upstream takes them, and no further than their client.
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { request as openRequest, type IncomingMessage } from 'node:http'
import { expect, test, type Gateway } from '../../fixtures/gateway.ts'
import { recordOf } from '../../fixtures/record-of.ts'
import { smallUpstream } from '../../fixtures/small-upstream.ts'

const MB = 2 ** 20
const HEADERS = { 'anthropic-version': '2023-06-01', 'content-type': 'multipart/form-data; boundary=x' }

/** A request whose body the test writes itself. */
function upload(gateway: Gateway, key: string, headers: Record<string, string | number> = {}) {
  const request = openRequest(`${gateway.url}/v1/files`, {
    method: 'POST',
    headers: { ...HEADERS, 'x-api-key': key, ...headers },
  })
  const answer = once(request, 'response') as Promise<[IncomingMessage]>
  answer.catch(() => undefined)
  request.on('error', () => undefined)
  return { request, answer }
}

async function textOf(answer: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of answer) text += String(chunk)
  return text
}

const block = Buffer.alloc(MB, 'x')

/** Writes until `count` blocks are out or nobody takes them any more for a while. */
async function pour(request: ReturnType<typeof upload>['request'], count: number): Promise<number> {
  for (let written = 0; written < count; written++) {
    if (request.destroyed) return written
    if (request.write(block)) continue
    const signal = AbortSignal.timeout(1000)
    const isTaken = await once(request, 'drain', { signal }).then(
      () => true,
      () => false,
    )
    if (!isTaken) return written + 1
  }
  return count
}

function residentMb(gateway: Gateway): number {
  const status = readFileSync(`/proc/${gateway.server.child.pid}/status`, 'utf8')
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)![1]) / 1024
}

test('a large file passes without being held, with its length or without', async ({ gateway }) => {
  test.skip(process.platform !== 'linux', 'reads /proc')
  const project = await gateway.projectOn('anthropic')
  gateway.anthropic.others.always({ kind: 'echo' })
  const before = residentMb(gateway)
  let most = before
  const sampling = setInterval(() => (most = Math.max(most, residentMb(gateway))), 20)
  for (const headers of [{ 'content-length': 250 * MB }, { 'transfer-encoding': 'chunked' }] as Record<
    string,
    string | number
  >[]) {
    const { request, answer } = upload(gateway, project.key, headers)
    expect(await pour(request, 250)).toBe(250)
    request.end()
    const echo = JSON.parse(await textOf((await answer)[0])) as { body_bytes: number; headers: object }
    expect(echo.body_bytes).toBe(250 * MB)
    expect(echo.headers).toMatchObject(
      Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
    )
  }
  clearInterval(sampling)
  expect(most - before).toBeLessThan(150)
})

test('a slow upstream slows its client down', async ({ gateway }) => {
  let release = () => undefined as void
  await using upstream = await smallUpstream((request, response) => {
    release = () => void request.resume().on('end', () => response.end('{}'))
  })
  const project = await gateway.projectOn('anthropic', { endpointUrl: upstream.url })
  const { request, answer } = upload(gateway, project.key, { 'content-length': 200 * MB })
  const taken = await pour(request, 200)
  expect(taken).toBeLessThan(100)
  release()
  await once(request, 'drain')
  expect(await pour(request, 200 - taken)).toBe(200 - taken)
  request.end()
  expect((await answer)[0].statusCode).toBe(200)
})

test('an answer that comes before the end of the upload reaches the client', async ({ gateway }) => {
  const body = '{"type":"error","error":{"type":"request_too_large","message":"too large"}}'
  await using upstream = await smallUpstream((request, response) => {
    request.once('data', () => response.writeHead(413, { 'content-type': 'application/json' }).end(body))
  })
  const project = await gateway.projectOn('anthropic', { endpointUrl: upstream.url })
  const { request, answer } = upload(gateway, project.key, { 'content-length': 500 * MB })
  void pour(request, 50)
  const [early] = await answer
  expect([early.statusCode, await textOf(early)]).toEqual([413, body])
  request.destroy()
  expect(await recordOf(gateway, project)).toMatchObject({ status: 413, outcome: 'upstream_error' })
})

test('a client that leaves takes its upload back', async ({ gateway }) => {
  let isGone = false
  await using upstream = await smallUpstream((request) => {
    request.resume().on('error', () => (isGone = true))
  })
  const project = await gateway.projectOn('anthropic', { endpointUrl: upstream.url })
  const { request } = upload(gateway, project.key, { 'content-length': 100 * MB })
  await pour(request, 5)
  request.destroy()
  await expect.poll(() => isGone).toBe(true)
  expect(await recordOf(gateway, project)).toMatchObject({
    outcome: 'client_closed',
    attempts: [{ result: 'aborted' }],
  })
  const { status } = await gateway.api.query<{ status: string }>('credentials.get', {
    id: project.credential.id,
  })
  expect(status).toBe('ready')
})

test('an upstream that leaves is told to the client', async ({ gateway }) => {
  let tries = 0
  await using upstream = await smallUpstream((request) => {
    tries++
    request.once('data', () => request.socket.resetAndDestroy())
  })
  const project = await gateway.projectOn('anthropic', { endpointUrl: upstream.url })
  const { request, answer } = upload(gateway, project.key, { 'content-length': 100 * MB })
  void pour(request, 20)
  const [failed] = await answer
  expect(failed.statusCode).toBe(502)
  expect(await textOf(failed)).toContain('api_error')
  request.destroy()
  expect(tries).toBe(1)
  expect(await recordOf(gateway, project)).toMatchObject({ attempts: [{ result: 'network' }] })
})

test('expect: 100-continue is answered here and goes no further', async ({ gateway }) => {
  const project = await gateway.projectOn('anthropic')
  const { request, answer } = upload(gateway, project.key, { expect: '100-continue', 'content-length': 5 })
  gateway.anthropic.others.script({ kind: 'echo' })
  request.flushHeaders()
  await once(request, 'continue')
  request.end('hello')
  const echo = JSON.parse(await textOf((await answer)[0])) as { body_bytes: number; headers: object }
  expect(echo.body_bytes).toBe(5)
  expect(echo.headers).not.toHaveProperty('expect')
})
