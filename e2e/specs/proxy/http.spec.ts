// Below the requests: what is no HTTP, too much of it, or tries to smuggle.
import { connect } from 'node:net'
import { expect, test, type Gateway } from '../../fixtures/gateway.ts'
import { bodyOf, postMessages } from '../../fixtures/messages.ts'

test.describe('HTTP itself', () => {
  async function raw(gateway: Gateway, request: string): Promise<string> {
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1')
    socket.write(request)
    let answer = ''
    for await (const chunk of socket) {
      answer += String(chunk)
      if (answer.includes('}}') || answer.includes('"}')) break
    }
    socket.destroy()
    return answer
  }

  test('a header of 20 KB passes, one of 80 KB is rejected in Anthropic’s shape', async ({ gateway }) => {
    const project = await gateway.projectOn('anthropic')
    const passed = await postMessages(gateway.url, project, bodyOf(), {
      headers: { 'anthropic-beta': `a-${'x'.repeat(20_000)}` },
    })
    expect(passed.status).toBe(200)
    expect(gateway.anthropic.requests.at(-1)!.headers['anthropic-beta']).toHaveLength(20_002)
    const denied = await raw(
      gateway,
      `POST /v1/messages HTTP/1.1\r\nhost: x\r\nx-long: ${'x'.repeat(80_000)}\r\n\r\n`,
    )
    expect(denied).toMatch(/^HTTP\/1\.1 431 /)
    expect(denied).toContain('"type":"invalid_request_error"')
  })

  test('what is no HTTP, or tries to smuggle, is denied', async ({ gateway }) => {
    for (const request of [
      'nonsense\r\n\r\n',
      'POST /v1/messages HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
      'POST /v1/messages HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nhello!',
      'POST /v1/messages HTTP/1.1\r\nhost: x\r\nx: a\0b\r\n\r\n',
    ]) {
      const answer = await raw(gateway, request)
      expect(answer).toMatch(/^HTTP\/1\.1 400 /)
      expect(answer).toContain('"type":"error"')
    }
  })

  test('nonsense behind a running answer ends it and its upstream call, and is not answered inside it', async ({
    gateway,
  }) => {
    const project = await gateway.projectOn('anthropic')
    gateway.anthropic.script({ kind: 'answer', chunkDelayMs: 200 })
    const body = bodyOf({ stream: true })
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1')
    socket.write(
      `POST /v1/messages HTTP/1.1\r\nhost: x\r\nx-api-key: ${project.key}\r\nanthropic-version: 2023-06-01\r\n` +
        `content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    )
    let answer = ''
    socket.on('error', () => undefined)
    socket.on('data', (chunk) => {
      if (answer === '') socket.write('nonsense\r\n\r\n')
      answer += chunk.toString()
    })
    await new Promise((resolve) => socket.once('close', resolve))
    expect(answer).toMatch(/^HTTP\/1\.1 200 /)
    expect(answer).not.toContain('HTTP/1.1 400')
    await expect.poll(() => gateway.anthropic.requests.at(-1)!.aborted).toBe(true)
  })
})
