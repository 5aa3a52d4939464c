// The command line: what to run, and for how long.
import { parseArgs } from 'node:util'
import { SCENARIO_IDS, type ScenarioId } from './scenarios.ts'

export interface Options {
  readonly quick: boolean
  readonly only: readonly ScenarioId[]
  /** Where the raw numbers go; null for nowhere. */
  readonly jsonFile: string | null
  readonly help: boolean
}

/** How long a target is measured in each of the rounds. */
export interface Pace {
  readonly rounds: number
  /** In the first round: code is compiled while it is used. */
  readonly firstWarmUpMs: number
  readonly warmUpMs: number
  readonly measureMs: number
}

const DEFAULT_PACE: Pace = { rounds: 3, firstWarmUpMs: 3000, warmUpMs: 800, measureMs: 3500 }
const QUICK_PACE: Pace = { rounds: 1, firstWarmUpMs: 500, warmUpMs: 0, measureMs: 600 }

export const USAGE = `pnpm bench [--quick] [--only ${SCENARIO_IDS.join(',')}] [--json <file>]

  --quick        one short round instead of three: below 30 s, rough numbers
  --only <list>  these scenarios only
  --json <file>  also writes the numbers of every round to a file
`

/** @throws Error that names what is wrong on the command line. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: args.filter((arg) => arg !== '--'),
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      json: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  return {
    quick: values.quick,
    only: values.only === undefined ? SCENARIO_IDS : values.only.split(',').map(scenarioId),
    jsonFile: values.json ?? null,
    help: values.help,
  }
}

export function paceOf({ quick }: Pick<Options, 'quick'>): Pace {
  return quick ? QUICK_PACE : DEFAULT_PACE
}

function scenarioId(text: string): ScenarioId {
  const id = SCENARIO_IDS.find((known) => known === text)
  if (id === undefined) throw new Error(`--only: no scenario '${text}'; there are ${SCENARIO_IDS.join(', ')}`)
  return id
}
