// Keeps a silent stream alive: Bedrock sends nothing while a model thinks, and clients give up after minutes.

export const SILENT = Symbol('silent')

export interface PingOptions {
  readonly ping: Uint8Array
  readonly silenceMs: number
  /** Start with a ping: the silence has already lasted. */
  readonly atOnce: boolean
}

/**
 * Passes chunks on and yields `ping` whenever none came for `silenceMs`. `first` is a read of `source` that has
 * already begun.
 */
export async function* withPings(
  source: AsyncIterator<Uint8Array, undefined>,
  first: Promise<IteratorResult<Uint8Array, undefined>>,
  { ping, silenceMs, atOnce }: PingOptions,
): AsyncGenerator<Uint8Array, undefined> {
  let next = first
  try {
    if (atOnce) yield ping
    for (;;) {
      const result = await orSilence(next, silenceMs)
      if (result === SILENT) {
        yield ping
        continue
      }
      if (result.done === true) return
      yield result.value
      next = source.next()
    }
  } finally {
    // A reader that stops early leaves a read behind: its outcome concerns nobody, the source's clean-up still does.
    next.catch(() => undefined)
    void source.return?.().catch(() => undefined)
  }
}

/** The promise's own outcome, or `SILENT` when it takes longer. */
export async function orSilence<T>(promise: Promise<T>, silenceMs: number): Promise<T | typeof SILENT> {
  let timer: NodeJS.Timeout | undefined
  const silence = new Promise<typeof SILENT>((resolve) => {
    timer = setTimeout(resolve, silenceMs, SILENT)
  })
  try {
    return await Promise.race([promise, silence])
  } finally {
    clearTimeout(timer)
  }
}
