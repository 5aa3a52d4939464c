import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryDirectory } from '../../../test/temporary-directory.ts'
import { makeIdentityTokenFile } from './identity-token-file.ts'

async function textOf(path: string): Promise<string> {
  const read = await makeIdentityTokenFile(path).read()
  return read.kind === 'read' ? read.token.reveal() : read.reason
}

test('is read anew each time, through links, without the line break at its end', async () => {
  const directory = temporaryDirectory()
  // As Kubernetes projects it: the link is replaced when the token rotates.
  const project = (name: string, text: string) => {
    mkdirSync(join(directory, name))
    writeFileSync(join(directory, name, 'token'), text)
    symlinkSync(name, join(directory, 'next'))
    renameSync(join(directory, 'next'), join(directory, 'data'))
  }
  const path = join(directory, 'data', 'token')
  project('first', 'one.two.three\n')
  expect(await textOf(path)).toBe('one.two.three')
  project('second', 'four.five.six')
  expect(await textOf(path)).toBe('four.five.six')
})

test('never more than is needed to see that it is too much', async () => {
  const path = join(temporaryDirectory(), 'token')
  writeFileSync(path, Buffer.alloc(2 ** 25, 'x'))
  const length = (await textOf(path)).length
  expect(length).toBeGreaterThan(16 * 1024)
  expect(length).toBeLessThan(17 * 1024)
})

test('what cannot be read is told without path and content', async () => {
  const directory = temporaryDirectory()
  const pipe = join(directory, 'pipe')
  execFileSync('sh', ['-c', 'mkfifo "$0"', pipe])
  const missing = join(directory, 'missing')
  const about = 'The file of HEADGATE_IDENTITY_TOKEN_FILE'
  expect(await textOf(missing)).toBe(`${about} could not be read: it does not exist.`)
  expect(await textOf(directory)).toBe(`${about} is no regular file.`)
  expect(await textOf('/dev/zero')).toBe(`${about} is no regular file.`)
  // Nobody writes to it: it must not be waited for.
  expect(await textOf(pipe)).toBe(`${about} is no regular file.`)
  expect(await textOf(join(missing, '\0'))).toMatch(/could not be read/)
})

test.skipIf(process.getuid?.() === 0)('a file of somebody else', async () => {
  const path = join(temporaryDirectory(), 'token')
  writeFileSync(path, 'x')
  chmodSync(path, 0o000)
  expect(await textOf(path)).toBe('The file of HEADGATE_IDENTITY_TOKEN_FILE could not be read (EACCES).')
})

test('none is configured', async () => {
  const file = makeIdentityTokenFile(null)
  expect(file.isConfigured).toBe(false)
  expect(await file.read()).toMatchObject({
    kind: 'unreadable',
    reason: expect.stringContaining('is not set'),
  })
})
