// Fails when a released migration has changed, or when a new one does not sort behind all of them.
// `--release` takes the new ones into the list.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const LIST = join(import.meta.dirname, 'released.json')

const released = JSON.parse(readFileSync(LIST, 'utf8')) as Record<string, string>
const files = readdirSync(import.meta.dirname)
  .filter((name) => /^Migration.*\.ts$/.test(name))
  .toSorted()
const digestOf = (name: string) =>
  createHash('sha256')
    .update(readFileSync(join(import.meta.dirname, name)))
    .digest('hex')

const problems = [
  ...Object.entries(released).flatMap(([name, digest]) => {
    if (!files.includes(name)) return [`${name} is released and must stay.`]
    return digestOf(name) === digest ? [] : [`${name} is released and must not change: add a new migration.`]
  }),
  ...files.flatMap((name) => {
    const last = Object.keys(released).toSorted().at(-1)
    if (name in released || last === undefined || name > last) return []
    return [`${name} must sort behind ${last}: pnpm migration:create gives it a name that does.`]
  }),
]

if (problems.length > 0) {
  process.stderr.write(`${problems.join('\n')}\n`)
  process.exitCode = 1
} else if (process.argv.includes('--release')) {
  const all = Object.fromEntries(files.map((name) => [name, digestOf(name)]))
  writeFileSync(LIST, `${JSON.stringify(all, null, 2)}\n`)
}
