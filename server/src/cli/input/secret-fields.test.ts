import { describe, expect, test } from 'vitest'
import { secretFieldOf } from './secret-fields.ts'

describe('the first secret in an input', () => {
  test.each([
    [{ apiKey: 'x' }, 'apiKey'],
    [{ draft: { secretAccessKey: 'x' } }, 'draft.secretAccessKey'],
    [{ currentPassword: 'x' }, 'currentPassword'],
    [{ name: 'sk-ant-api03-x' }, 'name'],
    [['hg_live_x'], '0'],
    ['ABSKx', 'the text'],
    [{ id: 'x', force: true, accessKeyId: 'AKIA', code: '' }, null],
    [null, null],
  ])('of %j', (input, field) => expect(secretFieldOf(input)).toBe(field))
})

test('every field of the API that takes a secret is found', () => {
  for (const field of [
    'apiKey',
    'accessToken',
    'refreshToken',
    'secretAccessKey',
    'sessionToken',
    'password',
  ])
    expect(secretFieldOf({ deep: [{ [field]: 'value' }] })).toBe(`deep.0.${field}`)
})
