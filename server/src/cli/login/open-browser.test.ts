import { expect, test } from 'vitest'
import { hasBrowser } from './open-browser.ts'

test('a browser is offered only where there is a display', () => {
  expect(hasBrowser('darwin', {})).toBe(true)
  expect(hasBrowser('win32', {})).toBe(true)
  expect(hasBrowser('linux', { DISPLAY: ':0' })).toBe(true)
  expect(hasBrowser('linux', { WAYLAND_DISPLAY: 'wayland-0' })).toBe(true)
  expect(hasBrowser('linux', {})).toBe(false)
  expect(hasBrowser('darwin', { SSH_TTY: '/dev/pts/1' })).toBe(false)
  expect(hasBrowser('linux', { DISPLAY: ':0', SSH_CONNECTION: '1' })).toBe(false)
})
