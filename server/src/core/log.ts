// The port for logging: structured fields first, then a sentence. Adapters mask secrets before writing.

type LogMethod = (fields: Record<string, unknown>, message: string) => void

export interface Logger {
  readonly debug: LogMethod
  readonly info: LogMethod
  readonly warn: LogMethod
  readonly error: LogMethod
  /** Whether debug lines are written at all, so that hot paths need not build them. */
  isDebug(): boolean
}
