// Names that were probably meant.

const MOST_SUGGESTIONS = 3

/** Those that contain it, or are a few letters away, the nearest first. */
export function nearNames(given: string, names: readonly string[]): string[] {
  const wanted = given.toLowerCase()
  const tolerated = Math.max(2, Math.floor(wanted.length / 3))
  return names
    .map((name) => ({ name, steps: stepsTo(wanted, name.toLowerCase()) }))
    .filter(({ steps }) => steps <= tolerated)
    .sort((a, b) => a.steps - b.steps || a.name.localeCompare(b.name))
    .slice(0, MOST_SUGGESTIONS)
    .map(({ name }) => name)
}

function stepsTo(wanted: string, name: string): number {
  const isPart = wanted.length > 2 && (name.endsWith(`.${wanted}`) || name.startsWith(`${wanted}.`))
  return isPart ? 1 : editDistance(wanted, name)
}

/** Letters to insert, remove or replace. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1))
    }
    row = next
  }
  return row.at(-1)!
}
