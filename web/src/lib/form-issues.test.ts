import { createKeySchema } from '@headgate/shared/keys'
import { createProjectSchema } from '@headgate/shared/projects'
import { createOwnerSchema } from '@headgate/shared/system'
import { describe, expect, it } from 'vitest'
import { checkForm, fieldErrors } from './form-issues.ts'

describe('checking a form', () => {
  it('gives the value that will be sent', () => {
    const checked = checkForm(createProjectSchema, { slug: 'web', name: '  Web  ' })
    expect(checked).toEqual({ ok: true, value: { slug: 'web', name: 'Web' } })
  })

  it('asks for what is missing', () => {
    const checked = checkForm(createProjectSchema, { slug: '', name: '' })
    expect(checked).toEqual({
      ok: false,
      errors: { name: 'This is needed.', slug: 'This is needed.' },
    })
  })

  it('says what is wrong with a value', () => {
    const checked = checkForm(createProjectSchema, { slug: 'no blanks', name: 'Web' })
    expect(checked).toEqual({
      ok: false,
      errors: { slug: expect.stringContaining('This must start with a letter or digit') },
    })
  })

  it('speaks of characters and addresses', () => {
    const checked = checkForm(createOwnerSchema, { code: 'c', name: 'A', email: 'a', password: 'short' })
    expect(checked).toEqual({
      ok: false,
      errors: { email: 'Enter an email address.', password: 'Use at least 12 characters.' },
    })
  })

  it('says that an empty email is missing', () => {
    const checked = checkForm(createOwnerSchema, {
      code: 'c',
      name: 'A',
      email: '',
      password: 'a long enough password',
    })
    expect(checked).toEqual({ ok: false, errors: { email: 'This is needed.' } })
  })

  it('reports values that are no strings', () => {
    expect(checkForm(createKeySchema, { name: 'k' }).ok).toBe(false)
  })
})

describe('issues of the server', () => {
  it('become one sentence per field', () => {
    expect(
      fieldErrors([
        { path: 'region', message: 'is not an AWS region' },
        { path: 'region', message: 'second' },
        { path: 'slug', message: 'taken' },
      ]),
    ).toEqual({ region: 'This is not an AWS region.', slug: 'Taken.' })
  })
})
