// A logger for tests that are not about what is logged.
import type { Logger } from '../src/core/log.ts'

export const SILENT_LOG: Logger = { debug() {}, info() {}, warn() {}, error() {}, isDebug: () => false }
