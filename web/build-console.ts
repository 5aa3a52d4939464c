// Builds the console when anything it depends on has changed, and puts the result in place in one step.
// `dist` is a link to `.builds/<hash of the sources>`, so that several processes may do this at once.
import { createHash } from 'node:crypto'
import { existsSync, globSync, lstatSync, readFileSync, readlinkSync, statSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { brotliCompress, gzip } from 'node:zlib'

const REPOSITORY = fileURLToPath(new URL('..', import.meta.url))
const WEB = join(REPOSITORY, 'web')
const BUILDS = join(WEB, '.builds')
const LINK = join(WEB, 'dist')

/** All that the build reads, relative to the repository. */
const SOURCES = [
  'web/src/**/*',
  'web/public/**/*',
  'web/index.html',
  'web/build-console.ts',
  'web/vite.config.ts',
  'web/package.json',
  'shared/src/**/*',
  'pnpm-lock.yaml',
]
/** A server that is still running may serve from a build that has been replaced. */
const KEPT_BUILDS = 4
const ABANDONED_AFTER_MS = 60 * 60 * 1000
const PRIVATE = 'building-'

const hash = hashOf(SOURCES)
const target = join(BUILDS, hash)
if (!isBuilt(target) || !isLinked()) {
  const startedAt = Date.now()
  if (!isBuilt(target)) {
    await buildInto(target)
    process.stdout.write(`console built in ${((Date.now() - startedAt) / 1000).toFixed(1)} s\n`)
  }
  await linkTo(target)
  await removeOldBuilds()
}

function hashOf(patterns: readonly string[]): string {
  const digest = createHash('sha256')
  const files = globSync([...patterns], { cwd: REPOSITORY }).sort()
  for (const file of files) {
    const path = join(REPOSITORY, file)
    if (!statSync(path).isFile() || /\.test\.tsx?$/.test(file)) continue
    const content = readFileSync(path)
    digest.update(`${file}\0${content.length}\0`).update(content)
  }
  return digest.digest('hex').slice(0, 16)
}

function isBuilt(directory: string): boolean {
  return existsSync(join(directory, 'index.html'))
}

function isLinked(): boolean {
  const link = lstatSync(LINK, { throwIfNoEntry: false })
  return link?.isSymbolicLink() === true && readlinkSync(LINK) === join('.builds', hash)
}

async function buildInto(directory: string): Promise<void> {
  const own = join(BUILDS, `${PRIVATE}${process.pid}-${Date.now()}`)
  await mkdir(own, { recursive: true })
  try {
    // Loaded only when there is something to build.
    const { build } = await import('vite')
    await build({
      root: WEB,
      configFile: join(WEB, 'vite.config.ts'),
      logLevel: 'warn',
      build: { outDir: own, emptyOutDir: false },
    })
    await compressFilesIn(own)
    await rename(own, directory).catch((error: unknown) => {
      // Another process was faster; its build came from the same sources.
      if (!isBuilt(directory)) throw error
    })
  } finally {
    await rm(own, { recursive: true, force: true })
  }
}

/** The server sends these as they are to browsers that take them. */
async function compressFilesIn(directory: string): Promise<void> {
  for (const file of globSync('**/*.{html,js,css,svg}', { cwd: directory })) {
    const path = join(directory, file)
    const content = await readFile(path)
    await writeFile(`${path}.br`, await promisify(brotliCompress)(content))
    await writeFile(`${path}.gz`, await promisify(gzip)(content))
  }
}

async function linkTo(directory: string): Promise<void> {
  const next = join(WEB, `.builds/link-${process.pid}-${Date.now()}`)
  await symlink(join('.builds', hash), next)
  const current = lstatSync(LINK, { throwIfNoEntry: false })
  if (current?.isDirectory() === true) await rm(LINK, { recursive: true })
  await rename(next, LINK)
  if (!isBuilt(directory)) throw new Error(`The build at ${directory} has vanished.`)
}

/** Errors are another process's doing: it removes the same. */
async function removeOldBuilds(): Promise<void> {
  const entries = (await readdir(BUILDS))
    .map((name) => ({ name, at: lstatSync(join(BUILDS, name), { throwIfNoEntry: false })?.mtimeMs ?? 0 }))
    .sort((a, b) => b.at - a.at)
  const builds = entries.filter(({ name }) => /^[0-9a-f]{16}$/.test(name))
  const old = builds.slice(KEPT_BUILDS).filter(({ name }) => name !== hash)
  const abandoned = entries.filter(
    ({ name, at }) => !/^[0-9a-f]{16}$/.test(name) && Date.now() - at > ABANDONED_AFTER_MS,
  )
  for (const { name } of [...old, ...abandoned]) {
    await rm(join(BUILDS, name), { recursive: true, force: true }).catch(() => {})
  }
}
