import { expect, test } from 'vitest'
import { withoutIdentity } from './without-identity.ts'

const SESSION = `IQoJ${'s'.repeat(300)}`
const SIGNATURE = `AWS4-HMAC-SHA256 Credential=ASIA/x, Signature=${'a'.repeat(64)}`
const request = {
  method: 'POST',
  url: new URL('https://aws.example/'),
  headers: ['x-amz-security-token', SESSION, 'authorization', SIGNATURE, 'accept', 'application/json'],
  body: null,
}

async function shown(chunks: readonly string[], headers: readonly string[] = []) {
  async function* body() {
    for (const chunk of chunks) yield Buffer.from(chunk)
  }
  const safe = withoutIdentity({ status: 400, headers, body: body() }, request)
  const parts: Uint8Array[] = []
  for await (const part of safe.body) parts.push(part)
  return { headers: safe.headers, text: Buffer.concat(parts).toString() }
}

test('what an upstream repeats of the identity is masked, wherever it is split', async () => {
  const said = `{"message":"got ${SESSION} and ${SIGNATURE}, application/json, café"}`
  for (const at of [0, 20, 100, said.length]) {
    const { text, headers } = await shown([said.slice(0, at), said.slice(at)], ['x-echo', SESSION])
    expect(text).not.toContain(SESSION.slice(20, 100))
    expect(text).not.toContain('Credential=')
    expect(text).toMatch(/application\/json, café"}$/)
    expect(headers.join()).not.toContain(SESSION.slice(20, 100))
  }
})
