// Logs through pino: JSON lines, or readable ones on a terminal. Everything passes the redaction first.
import { pino, type DestinationStream, type LoggerOptions } from 'pino'
import pretty from 'pino-pretty'
import type { Logger } from '../../core/log.ts'
import { redact, redactText } from '../../core/redaction/redact.ts'

export function makePinoLogger(level: string, destination: DestinationStream = defaultDestination()): Logger {
  const options: LoggerOptions = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: {
      level: (label) => ({ level: label }),
      log: (fields) => redact(fields) as Record<string, unknown>,
    },
  }
  const log = pino(options, destination)
  const method =
    (name: 'debug' | 'info' | 'warn' | 'error') => (fields: Record<string, unknown>, message: string) => {
      if (log.isLevelEnabled(name)) log[name](fields, redactText(message))
    }
  return {
    debug: method('debug'),
    info: method('info'),
    warn: method('warn'),
    error: method('error'),
    isDebug: () => log.isLevelEnabled('debug'),
  }
}

function defaultDestination(): DestinationStream {
  return process.stdout.isTTY
    ? pretty({ sync: true, translateTime: 'SYS:HH:MM:ss' })
    : pino.destination({ dest: 1, sync: false })
}
