import { expect, test } from 'vitest'
import { identityOfClaims } from './identity-of-claims.ts'

const idToken = { iss: 'https://id.example', sub: 's' }
const verified = { email: 'Ann@Example.com', email_verified: true }

test.each([
  ['the ID token', verified, {}, ['ann@example.com', true]],
  ['userinfo', {}, verified, ['ann@example.com', true]],
  ['the ID token, which does not say', { email: 'boss@example.com' }, verified, ['boss@example.com', false]],
  [
    'userinfo, which does not say',
    { email_verified: true },
    { email: 'x@y.example' },
    ['x@y.example', false],
  ],
  ['nobody', { email_verified: true }, {}, [null, false]],
  ['a word for yes', { ...verified, email_verified: 'true' }, {}, ['ann@example.com', false]],
])(
  'an email address and its being verified come from one answer: %s',
  (_from, claims, userInfo, expected) => {
    const { email, emailVerified } = identityOfClaims(
      { idToken: { ...idToken, ...claims }, userInfo },
      'groups',
    )
    expect([email, emailVerified]).toEqual(expected)
  },
)

test('groups and names come from either, the signed answer first', () => {
  const signed = { ...idToken, groups: ['a'], preferred_username: 'ann' }
  expect(
    identityOfClaims({ idToken: signed, userInfo: { groups: ['b'], name: ' Ann ' } }, 'groups'),
  ).toMatchObject({
    groups: ['a'],
    name: 'Ann',
  })
  expect(identityOfClaims({ idToken, userInfo: { roles: 'one' } }, 'roles')).toMatchObject({
    groups: ['one'],
  })
  expect(identityOfClaims({ idToken, userInfo: { groups: [1, 'b', null] } }, 'groups').groups).toEqual(['b'])
})
