// Which of two credential headers is the project key.
import { describe, expect, test } from 'vitest'
import { digestBucket, type GatewayState } from '../routing/gateway-state.ts'
import { authenticate } from './authenticate.ts'

const KEY = `hg_live_${'k'.repeat(43)}`
const OTHER = `hg_live_${'o'.repeat(43)}`
const digest = (text: string) => new TextEncoder().encode(text)
const state = {
  keys: new Map([
    [
      digestBucket(digest(KEY)),
      [{ id: 'k', digest: digest(KEY), projectId: 'p', name: 'K', expiresAt: null, revokedAt: null }],
    ],
  ]),
  projects: new Map([['p', { id: 'p', enabled: true }]]),
} as unknown as GatewayState

function login(headers: readonly string[]): string {
  try {
    return authenticate(
      { state: () => state, now: () => new Date(), digest, equalBytes: (a, b) => a.join() === b.join() },
      headers,
      () => undefined,
    ).key.id
  } catch (error) {
    return (error as Error).message
  }
}

describe('the one that has the form of a project key counts', () => {
  test.each([
    [['x-api-key', KEY, 'authorization', 'Bearer sk-ant-oat01-mine']],
    [['x-api-key', 'sk-ant-api03-mine', 'authorization', `Bearer ${KEY}`]],
    [['x-api-key', '', 'authorization', `Bearer ${KEY}`]],
    [['x-api-key', KEY, 'authorization', '']],
    [['x-api-key', KEY, 'authorization', 'Bearer ']],
    [['x-api-key', KEY, 'authorization', `Bearer ${KEY}`]],
    [['authorization', 'AWS4-HMAC-SHA256 Credential=x', 'x-api-key', KEY]],
  ])('%j', (headers) => expect(login(headers)).toBe('k'))
})

test('two different project keys are denied', () => {
  expect(login(['x-api-key', KEY, 'authorization', `Bearer ${OTHER}`])).toContain(
    'two different project keys',
  )
})

test('a wrong key beside another credential is told by its header', () => {
  expect(login(['x-api-key', OTHER, 'authorization', 'Bearer sk-ant-oat01-mine'])).toContain(
    'It was read from x-api-key',
  )
})

test('a call that is signed with keys of AWS is told what to set', () => {
  expect(login(['authorization', 'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE'])).toContain(
    'set AWS_BEARER_TOKEN_BEDROCK to the project key',
  )
})

test.each([[[]], [['x-api-key', '']], [['x-api-key', 'sk-ant-api03-mine']]])('%j is no key', (headers) => {
  expect(login(headers)).toBe('The project key is missing or not valid.')
})
