import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fastify from 'fastify'
import { expect, test } from 'vitest'
import { temporaryDirectory } from '../../../test/temporary-directory.ts'
import { registerConsoleRoutes } from './console-routes.ts'

test('only assets may be kept, wherever the build lies', async () => {
  const directory = join(temporaryDirectory(), 'assets', 'dist')
  mkdirSync(join(directory, 'assets'), { recursive: true })
  for (const file of ['index.html', 'favicon.svg', 'assets/index-abc123.js'])
    writeFileSync(join(directory, file), file)
  const app = fastify()
  registerConsoleRoutes(app, { directory })
  const cacheOf = async (url: string) => (await app.inject(url)).headers['cache-control']
  expect(await cacheOf('/')).toBe('no-cache')
  expect(await cacheOf('/projects/assets/x')).toBe('no-cache')
  expect(await cacheOf('/favicon.svg')).toBe('no-cache')
  expect(await cacheOf('/assets/index-abc123.js')).toMatch(/immutable/)
  await app.close()
})
