// The process: configuration in, a listening gateway out, and an orderly end.
import { createServer } from 'node:net'
import { makePinoLogger } from './adapters/logging/pino-logger.ts'
import { compose } from './compose/compose.ts'
import { ConfigError, readConfig, unknownVariables } from './config/config.ts'
import { openDatabaseUrl } from './open-database.ts'

try {
  await start()
} catch (error) {
  process.stderr.write(`${error instanceof ConfigError ? error.message : describe(error)}\n`)
  process.exit(1)
}

async function start(): Promise<void> {
  // Until it listens, an end by signal is an exit like any other: the hook of the embedded database stops it.
  let stop: (signal: NodeJS.Signals) => void = () => process.exit(1)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop(signal))

  const config = readConfig(process.env)
  const log = makePinoLogger(config.logLevel)
  const unknown = unknownVariables(process.env)
  if (unknown.length > 0) log.warn({ variables: unknown }, 'these variables are not known and change nothing')

  const port = config.port === 0 ? await freePort(config.host) : config.port
  const database = openDatabaseUrl(config, (message) => log.info({}, message))
  const gateway = await compose({ ...config, port }, database, log)
  await gateway.app.listen({ host: config.host, port })
  log.info({ url: gateway.publicUrl }, 'headgate is listening')
  // Written plainly, not logged: the link is for the person at the terminal.
  process.stdout.write(`\n  Console      ${gateway.publicUrl}\n`)
  if (gateway.setupUrl !== null) {
    process.stdout.write(
      `  First owner  ${gateway.setupUrl}\n               (works until the owner exists)\n`,
    )
  }
  process.stdout.write('\n')

  let stopping = false
  stop = (signal) => {
    if (stopping) return
    stopping = true
    log.info({ signal }, 'stopping: running answers are finished first')
    const impatient = setTimeout(() => gateway.app.server.closeAllConnections(), config.shutdownGraceMs)
    gateway.app
      .close()
      .then(() => gateway.close())
      .then(
        () => process.exit(0),
        (error: unknown) => {
          log.error({ error }, 'the shutdown failed')
          process.exit(1)
        },
      )
      .finally(() => clearTimeout(impatient))
  }
}

/** The address is part of links and cookies, so it must be known before anything listens on it. */
function freePort(host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, host, () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

function describe(error: unknown): string {
  return error instanceof Error ? `Headgate could not start: ${error.stack ?? error.message}` : String(error)
}
