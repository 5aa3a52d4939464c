import { expect, test } from 'vitest'
import { mayBeOfSubscription, NOTE_FIELD, signsInWithSubscription, unreadNote } from './unread-note.ts'

test('any access token pasted by hand brings the note, in whichever field', () => {
  expect(mayBeOfSubscription({ accessToken: 'sk-ant-oat01-x' })).toBe(true)
  expect(mayBeOfSubscription({ apiKey: 'sk-ant-oat01-x' })).toBe(true)
  expect(mayBeOfSubscription({ apiKey: 'sk-ant-api03-x' })).toBe(false)
  expect(mayBeOfSubscription({})).toBe(false)
})

test('it stands in the way until it is confirmed, and only then', () => {
  expect(unreadNote({ accessToken: 'sk-ant-oat01-x' })).toHaveProperty(NOTE_FIELD)
  expect(unreadNote({ accessToken: 'sk-ant-oat01-x', [NOTE_FIELD]: 'yes' })).toEqual({})
  expect(unreadNote({ apiKey: 'sk-ant-api03-x' })).toEqual({})
})

test('a sign-in is one of subscriptions by its host or by what it asks for', () => {
  const address = (host: string, scope: string) =>
    `https://${host}/oauth/authorize?${new URLSearchParams({ scope })}`
  expect(signsInWithSubscription(address('platform.claude.com', 'user:profile user:inference'))).toBe(false)
  expect(signsInWithSubscription(address('claude.ai', 'user:inference'))).toBe(true)
  expect(
    signsInWithSubscription(address('platform.claude.com', 'user:inference user:sessions:claude_code')),
  ).toBe(true)
  expect(signsInWithSubscription('no address')).toBe(false)
})
