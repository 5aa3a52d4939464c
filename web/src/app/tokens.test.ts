// Text keeps a contrast of 4.5 to 1 on every surface it is put on, and borders that mean something 3 to 1.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const tokens = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8')

type Color = readonly [lightness: number, chroma: number, hue: number]

function themeTokens(selector: string): ReadonlyMap<string, Color> {
  const start = tokens.indexOf(`${selector} {`)
  const block = tokens.slice(start, tokens.indexOf('}', start))
  const entries = [...block.matchAll(/--([a-z0-9-]+): oklch\(([\d.]+) ([\d.]+) ([\d.]+)\);/g)]
  return new Map(entries.map(([, name, l, c, h]) => [name!, [Number(l), Number(c), Number(h)]]))
}

/** Relative luminance by WCAG 2, from OKLCH by way of linear sRGB. */
function luminance([lightness, chroma, hue]: Color): number {
  const a = chroma * Math.cos((hue * Math.PI) / 180)
  const b = chroma * Math.sin((hue * Math.PI) / 180)
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  const clip = (value: number) => Math.min(1, Math.max(0, value))
  const red = clip(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s)
  const green = clip(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s)
  const blue = clip(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s)
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: Color, other: Color): number {
  const [bright, dim] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number]
  return (bright + 0.05) / (dim + 0.05)
}

const TEXT: readonly (readonly [ink: string, surfaces: readonly string[]])[] = [
  ['n8', ['n1', 'n2', 'n3', 'n4', 'accent-soft', 'good-soft', 'warn-soft', 'bad-soft']],
  ['n7', ['n1', 'n2', 'n3', 'n4', 'accent-soft', 'good-soft', 'warn-soft', 'bad-soft']],
  ['accent', ['n1', 'n2', 'n3', 'accent-soft']],
  ['accent-ink', ['accent', 'accent-strong']],
  ['good', ['n1', 'n2', 'n3', 'good-soft', 'accent-soft']],
  ['warn', ['n1', 'n2', 'n3', 'warn-soft', 'accent-soft']],
  ['bad', ['n1', 'n2', 'n3', 'bad-soft', 'accent-soft']],
  ['bad-ink', ['bad']],
]
const MARKS: typeof TEXT = [
  ['n6', ['n1', 'n2']],
  ['accent', ['n2', 'n4']],
  ['anthropic', ['n2', 'n3']],
]

describe.each([
  ['light', ':root'],
  ['dark', ":root[data-theme='dark']"],
])('the %s theme', (_name, selector) => {
  const theme = themeTokens(selector)
  const pairs = (list: typeof TEXT) =>
    list.flatMap(([ink, surfaces]) => surfaces.map((on) => [ink, on] as const))

  it.each(pairs(TEXT))('has text in %s readable on %s', (ink, surface) => {
    expect(contrast(theme.get(ink)!, theme.get(surface)!)).toBeGreaterThanOrEqual(4.5)
  })

  it.each(pairs(MARKS))('has marks in %s visible on %s', (ink, surface) => {
    expect(contrast(theme.get(ink)!, theme.get(surface)!)).toBeGreaterThanOrEqual(3)
  })
})
