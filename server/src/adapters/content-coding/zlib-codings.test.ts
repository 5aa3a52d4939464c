import { once } from 'node:events'
import zlib from 'node:zlib'
import { expect, test } from 'vitest'
import { oneChunk } from '../../core/wire/bytes.ts'
import { ZLIB_CODINGS } from './zlib-codings.ts'

const MB = 2 ** 20

/** A few bytes that ask the reader for a window of 2^`windowLog` bytes. */
async function zstdWithWindow(windowLog: number): Promise<Buffer> {
  const compress = zlib.createZstdCompress({ params: { [zlib.constants.ZSTD_c_windowLog]: windowLog } })
  compress.write('{"model":')
  compress.end('"m"}')
  const parts: Buffer[] = []
  compress.on('data', (part: Buffer) => parts.push(part))
  await once(compress, 'end')
  return Buffer.concat(parts)
}

async function decoded(bytes: Uint8Array): Promise<string> {
  const parts: Uint8Array[] = []
  for await (const part of ZLIB_CODINGS.decode(['zstd'], oneChunk(bytes))!) parts.push(part)
  return Buffer.concat(parts).toString()
}

test('zstd with the largest window that HTTP allows is read', async () => {
  const bytes = await zstdWithWindow(23)
  expect(await decoded(bytes)).toBe('{"model":"m"}')
  expect(ZLIB_CODINGS.decodeWhole(['zstd'], bytes, MB)?.length).toBe(13)
})

test('a few bytes of zstd cannot ask for 128 MB', async () => {
  const bytes = await zstdWithWindow(27)
  expect(bytes.length).toBeLessThan(64)
  await expect(decoded(bytes)).rejects.toThrow()
  expect(ZLIB_CODINGS.decodeWhole(['zstd'], bytes, MB)).toBeNull()
})
