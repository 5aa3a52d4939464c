import { describe, expect, it } from 'vitest'
import { clientSnippets } from './client-snippets.ts'

describe('client snippets', () => {
  const snippets = clientSnippets('https://gate.example', 'hg_live_abc')

  it('all name the address and the key', () => {
    for (const { code } of snippets) {
      expect(code).toContain('https://gate.example')
      expect(code).toContain('hg_live_abc')
    }
  })

  it('give curl a body that is JSON', () => {
    const curl = snippets.find(({ id }) => id === 'curl')!.code
    const body = /-d '([^']+)'/.exec(curl)?.[1]
    expect(JSON.parse(body!)).toMatchObject({ max_tokens: 64, messages: [{ role: 'user' }] })
  })

  it('hand SDKs the origin alone, to which they add their paths', () => {
    expect(snippets.find(({ id }) => id === 'typescript')!.code).toContain("baseURL: 'https://gate.example'")
  })
})
