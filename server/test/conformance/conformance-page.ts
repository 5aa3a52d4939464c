// docs/CONFORMANCE.md, written from what the translation does.
import type { Surface } from '@headgate/shared/providers'
import { ACCEPTED_BETAS, MANTLE_BETAS } from '../../src/adapters/providers/bedrock/request/beta-rules.ts'
import { isAtLeast, type CatalogModel } from '../../src/core/models/catalog.ts'
import { FEATURE_GROUPS, type Feature } from './features.ts'
import { betasSent, modelsOn, OUTCOMES, verdictOf, type Outcome, type Verdict } from './outcomes.ts'

const SURFACES = ['invoke', 'messages', 'mantle'] as const

const HEAD = `# Conformance

What becomes of each feature of the Messages API, by the surface of the credential that serves it. This page is written by
\`docs/write-conformance.ts\` from what the translation does with one request for each feature and each model of the catalogue;
a test fails when it is stale.

- **as sent**: the value goes to the upstream byte for byte. Whether the model takes it is for the upstream to say.
- **translated**: it goes in another form that means the same.
- **left out**: the call is served without it, since Bedrock would reject the whole call because of it.
- **400**: \`invalid_request_error\` that names the field and the way out. Nothing is sent.
- **by model**: see [the table below](#by-model).

On an Anthropic credential every body goes as sent, what nobody knows yet included, and so do its answers; only the beta
\`oauth-2025-04-20\` is added for OAuth and removed for API keys. Bodies on AWS-native paths (\`/model/...\`) go as sent as well, and
AWS says what it makes of them: their columns have no exceptions.

What Bedrock rejects beyond this page ("invalid beta flag", "Extra inputs are not permitted" about an optional field, the role
\`system\`) is left out in a second try, and from then on; \`models.list\` shows it, \`models.forgetLearned\` forgets it, and
\`models.setOverride\` adds to it. A model that Headgate cannot name is taken to know everything that Bedrock knows.
`

export function conformancePage(): string {
  return [
    HEAD,
    ...FEATURE_GROUPS.map(({ title, features }) => `## ${title}\n\n${featureTable(features)}`),
    `## By model\n\n${modelTable()}`,
    `## Betas\n\nAll others are left out, with the fields that belong to them.\n\n${betaTable()}`,
  ].join('\n')
}

function featureTable(features: readonly Feature[]): string {
  return table(
    ['feature', 'Anthropic', ...SURFACES.map((surface) => `\`${surface}\``), 'Bedrock paths'],
    features.map((feature) => [
      feature.name,
      'as sent',
      ...SURFACES.map((surface) => shortVerdict(verdictOf(feature, surface))),
      'as sent',
    ]),
  )
}

function shortVerdict(verdict: Verdict): string {
  const [only, ...others] = verdict.keys()
  return others.length === 0 ? only! : 'by model'
}

function modelTable(): string {
  const rows = FEATURE_GROUPS.flatMap(({ features }) => features).flatMap((feature) =>
    SURFACES.flatMap((surface) => {
      const verdict = verdictOf(feature, surface)
      return verdict.size === 1 ? [] : [[feature.name, `\`${surface}\``, ...outcomeCells(verdict, surface)]]
    }),
  )
  return table(['feature', 'surface', ...OUTCOMES], mergeSurfaces(rows))
}

function outcomeCells(verdict: Verdict, surface: Surface): string[] {
  const largest = [...verdict].toSorted(([, a], [, b]) => b.length - a.length)[0]![0]
  return OUTCOMES.map((outcome: Outcome) => {
    const models = verdict.get(outcome)
    if (!models) return ''
    const named = rangeOf(models, modelsOn(surface))
    return named ?? (outcome === largest ? 'all others' : namesOf(models))
  })
}

/** Surfaces that say the same share a row. */
function mergeSurfaces(rows: readonly string[][]): string[][] {
  const merged: string[][] = []
  for (const row of rows) {
    const [feature, surface, ...cells] = row
    const last = merged.at(-1)
    if (last && last[0] === feature && last.slice(2).join('|') === cells.join('|')) last[1] += `, ${surface}`
    else merged.push([...row])
  }
  return merged
}

function betaTable(): string {
  const runtime = [...ACCEPTED_BETAS].map(([beta]) => {
    const [onRuntime, onMantle] = (['invoke', 'mantle'] as const).map((surface) => takersOf(beta, surface))
    return [`\`${beta}\``, onRuntime!, onMantle!]
  })
  const mantleOnly = MANTLE_BETAS.filter((beta) => !ACCEPTED_BETAS.has(beta)).map((beta) => [
    `\`${beta}\``,
    'none',
    takersOf(beta.replace('*', '2026-01-01'), 'mantle'),
  ])
  return table(['beta', '`invoke`, `messages`', '`mantle`'], [...runtime, ...mantleOnly])
}

function takersOf(beta: string, surface: Surface): string {
  const all = modelsOn(surface)
  const takers = all.filter((model) => betasSent([beta], surface, model).length > 0)
  return takers.length === all.length ? 'all' : (rangeOf(takers, all) ?? namesOf(takers))
}

/** "4.5 and later", "before 4.5", "4.0 to 4.8"; null for models that are no such range. */
function rangeOf(models: readonly CatalogModel[], all: readonly CatalogModel[]): string | null {
  const chosen = new Set(models)
  const generations = [...new Set(all.map(({ generation }) => generation.join('.')))].toSorted(
    (a, b) => Number(a) - Number(b),
  )
  const within = (from: string, to: string | undefined) => all.filter((model) => isIn(model, from, to))
  const isChosen = (found: readonly CatalogModel[]) =>
    found.length === chosen.size && found.every((model) => chosen.has(model))
  const first = generations.find((from) => isChosen(within(from, undefined)))
  if (first !== undefined) return `${first} and later`
  for (const from of generations) {
    const to = generations.find((end) => Number(end) > Number(from) && isChosen(within(from, end)))
    if (to !== undefined) return from === generations[0] ? `before ${to}` : `${from} until before ${to}`
  }
  return null
}

function isIn(model: CatalogModel, from: string, to: string | undefined): boolean {
  const reaches = (generation: string) => {
    const [major, minor] = generation.split('.').map(Number)
    return isAtLeast(model, major!, minor!)
  }
  return reaches(from) && (to === undefined || !reaches(to))
}

function namesOf(models: readonly CatalogModel[]): string {
  return models.map(({ displayName }) => displayName.replace('Claude ', '')).join(', ')
}

/** As prettier aligns it. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, i) => Math.max(3, ...[head, ...rows].map((row) => row[i]!.length)))
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i]!)).join(' | ')} |`
  return `${[line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')}\n`
}
