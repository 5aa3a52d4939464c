// The port for time.

/** Wall time for records, and a clock that never goes back for durations. */
export interface Clock {
  now(): Date
  /** Milliseconds since an arbitrary moment. */
  monotonicMs(): number
}
