import { describe, expect, it } from 'vitest'
import { safeReturnPath } from './safe-return-path.ts'

describe('the way back after signing in', () => {
  it.each(['/', '/requests?provider=bedrock', '/projects/1/keys'])('leads to %s', (path) => {
    expect(safeReturnPath(path)).toBe(path)
  })

  it.each([
    undefined,
    '',
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '/sign-in?redirect=/sign-in',
    '/setup',
  ])('never leads to %s', (path) => {
    expect(safeReturnPath(path)).toBe('/')
  })
})
