import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import bootScript from '../../public/theme.js?raw'

/** Runs the script that comes before the first paint, as a page would. */
function themeOnArrival(stored: string | null | Error, systemIsDark: boolean): string | undefined {
  const dataset: { theme?: string } = {}
  runInNewContext(bootScript, {
    document: { documentElement: { dataset } },
    matchMedia: () => ({ matches: systemIsDark }),
    localStorage: {
      getItem(key: string) {
        if (stored instanceof Error) throw stored
        return key === 'headgate.theme' ? stored : null
      },
    },
  })
  return dataset.theme
}

it.each([
  [null, false, 'light'],
  [null, true, 'dark'],
  ['light', true, 'light'],
  ['dark', false, 'dark'],
  ['sepia', true, 'dark'],
  [new Error('storage is blocked'), true, 'dark'],
])('with %s stored and a dark system being %s the page arrives %s', (stored, systemIsDark, theme) => {
  expect(themeOnArrival(stored, systemIsDark)).toBe(theme)
})
