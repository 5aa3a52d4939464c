// A process: generates the load, one job at a time, as its parent asks.
import type { LoadJob, LoadReply } from './load-job.ts'
import { runLoad } from './run-load.ts'

process.on('message', (job: LoadJob) => {
  runLoad(job).then(
    (measurement) => reply({ ok: true, measurement }),
    (error: unknown) => reply({ ok: false, message: error instanceof Error ? error.message : String(error) }),
  )
})
process.once('disconnect', () => process.exit())

function reply(message: LoadReply): void {
  process.send?.(message)
}
