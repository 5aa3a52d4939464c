import { encode } from 'uqr'
import { expect, test } from 'vitest'
import { qrPath } from './qr-path.ts'

/** The modules that a path fills. */
function filled(path: string, size: number): boolean[][] {
  const modules = Array.from({ length: size }, () => Array.from({ length: size }, () => false))
  for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let at = Number(x); at < Number(x) + Number(width); at++) modules[Number(y)]![at] = true
  }
  return modules
}

test.each(['otpauth://totp/Headgate:a%40example.com?secret=ABC234&issuer=Headgate', 'x', 'ä'.repeat(300)])(
  'fills the modules of the code and no others, with a quiet zone: %#',
  (text) => {
    const { size, path } = qrPath(text)
    const { data } = encode(text, { ecc: 'M', border: 4 })
    expect(filled(path, size)).toEqual(data)
    for (const edge of [data.slice(0, 4), data.slice(-4)]) expect(edge.flat()).not.toContain(true)
  },
)
