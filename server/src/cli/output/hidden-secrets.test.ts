import { expect, test } from 'vitest'
import { hiddenSecrets } from './hidden-secrets.ts'

test('a secret that was read is hidden in output, also inside JSON', () => {
  const hidden = hiddenSecrets()
  const secret = hidden.hide('with"quote\\and-more')
  hidden.hide('short')
  expect(hidden.without(`a ${secret} b short`)).toBe('a [hidden] b short')
  expect(JSON.parse(hidden.without(JSON.stringify({ secret })))).toEqual({ secret: '[hidden]' })
})
