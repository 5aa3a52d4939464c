// Fails when a document names a file of this repository that is not there, or a script that package.json has not.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const TOP_LEVEL = new Set(readdirSync(ROOT))
const SCRIPTS = new Set(
  Object.keys((JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: object }).scripts),
)
/** pnpm's own commands. */
const BUILT_IN = new Set(['install', 'exec', 'add'])

const documents = [
  'README.md',
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
]

const problems = documents.flatMap((document) => {
  const text = readFileSync(join(ROOT, document), 'utf8')
  const quoted = [...text.matchAll(/`([^`\n]+)`/g)].map(([, code]) => code!)
  const missing = [
    ...quoted.filter((code) => isPath(code) && !existsSync(join(ROOT, code))),
    ...[...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)]
      .map(([, target]) => relative(ROOT, join(ROOT, dirname(document), target!)))
      .filter((target) => !existsSync(join(ROOT, target))),
  ].map((path) => `${document}: ${path} does not exist`)
  const unknown = [...text.matchAll(/\bpnpm(?:@12)? ([a-z][a-z0-9:-]*)/g)]
    .map(([, script]) => script!)
    .filter((script) => !SCRIPTS.has(script) && !BUILT_IN.has(script))
    .map((script) => `${document}: package.json has no script ${script}`)
  return [...missing, ...unknown]
})

/** Something below a top-level entry of the repository, spelled without placeholders. */
function isPath(code: string): boolean {
  return /^[\w.-]+(?:\/[\w.@-]+)+\/?$/.test(code) && TOP_LEVEL.has(code.split('/')[0]!)
}

if (problems.length > 0) {
  process.stderr.write(`${problems.join('\n')}\n`)
  process.exit(1)
}
