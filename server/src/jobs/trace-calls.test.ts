import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { SILENT_LOG } from '../../test/silent-log.ts'
import { temporaryDirectory } from '../../test/temporary-directory.ts'
import { openCallTraceFile } from '../adapters/spool/call-trace-file.ts'
import { startTracingCalls } from './trace-calls.ts'

function tracer(directory: string) {
  const interrupted: string[] = []
  const job = startTracingCalls({
    file: openCallTraceFile(directory),
    log: SILENT_LOG,
    onInterrupted: async (lines) => void interrupted.push(...lines),
  })
  onTestFinished(() => job.close())
  return { job, interrupted }
}

/** As if nobody had touched it for a minute. */
function age(directory: string): void {
  const old = new Date(Date.now() - 60_000)
  for (const name of readdirSync(directory)) utimesSync(join(directory, name), old, old)
}

function traceIn(directory: string): string {
  return readdirSync(directory)
    .map((name) => readFileSync(join(directory, name), 'utf8'))
    .join('')
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10))
}

test('a call that began in a killed process becomes a record, one that ended does not', async () => {
  const directory = temporaryDirectory()
  const killed = tracer(directory).job
  killed.begun('req_1', '{"request_id":"req_1"}')
  killed.begun('req_2', '{"request_id":"req_2"}')
  killed.ended('req_1')
  await until(() => traceIn(directory).includes('- req_1'))
  age(directory)
  const { interrupted } = tracer(directory)
  await until(() => interrupted.length > 0)
  expect(interrupted).toEqual(['{"request_id":"req_2"}'])
})

test('the trace of a process that lives, here or elsewhere, is left alone until nobody has touched it for long', async () => {
  const directory = temporaryDirectory()
  const elsewhere = `calls-elsewhere-1-1.trace`
  const parent = `calls-${hostname()}-${process.ppid}-1.trace`
  for (const name of [elsewhere, parent]) writeFileSync(join(directory, name), `+ req_1 {"of":"${name}"}\n`)
  const early = tracer(directory)
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect(early.interrupted).toEqual([])
  age(directory)
  const late = tracer(directory)
  await until(() => late.interrupted.length === 2)
})

test('the trace of a process of this machine that is gone is taken at once', async () => {
  const directory = temporaryDirectory()
  const { pid } = spawnSync(process.execPath, ['--version'])
  writeFileSync(join(directory, `calls-${hostname()}-${pid}-1.trace`), '+ req_1 {"a":1}\n+ req_2 {"cut')
  const { interrupted } = tracer(directory)
  await until(() => interrupted.length > 0)
  expect(interrupted).toEqual(['{"a":1}'])
})

test('a process that ends in order leaves nothing', async () => {
  const directory = temporaryDirectory()
  const { job } = tracer(directory)
  job.begun('req_1', '{}')
  job.ended('req_1')
  await job.close()
  expect(readdirSync(directory)).toEqual([])
})
