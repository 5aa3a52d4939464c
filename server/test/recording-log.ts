// A log whose lines a test can look at.
import type { Logger } from '../src/core/log.ts'

type Level = 'debug' | 'info' | 'warn' | 'error'

export interface LoggedLine {
  readonly level: Level
  readonly fields: Record<string, unknown>
}

export function recordingLog(): { log: Logger; logged: LoggedLine[] } {
  const logged: LoggedLine[] = []
  const at = (level: Level): Logger[Level] => {
    return (fields) => void logged.push({ level, fields })
  }
  const log = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
  return { logged, log: { ...log, isDebug: () => false } }
}
