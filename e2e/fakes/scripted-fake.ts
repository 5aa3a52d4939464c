// The handle that all stand-ins share: recorded requests, and a queue of behaviours with a default behind it.
import type { RecordedRequest, RecordingServer } from './http-server.ts'

export interface ScriptedFake<Behaviour> extends AsyncDisposable {
  readonly url: string
  /** In order of arrival; the same array for the life of the server. */
  readonly requests: readonly RecordedRequest[]
  /** Queues behaviours: each product request uses one up, whatever comes of it. */
  readonly script: (...behaviours: Behaviour[]) => void
  /** Replaces the behaviour of requests that find the queue empty. */
  readonly always: (behaviour: Behaviour) => void
  /** Forgets recorded requests, the queue and a replaced default. */
  readonly reset: () => void
  /** Stops listening and closes every open connection. */
  readonly close: () => Promise<void>
}

/** The side of a queue that tests see. */
export interface BehaviourScript<Behaviour> {
  readonly script: (...behaviours: Behaviour[]) => void
  readonly always: (behaviour: Behaviour) => void
}

export interface BehaviourQueue<Behaviour> extends BehaviourScript<Behaviour> {
  readonly next: () => Behaviour
  readonly clear: () => void
}

export function makeBehaviourQueue<Behaviour>(usual: Behaviour): BehaviourQueue<Behaviour> {
  const queue: Behaviour[] = []
  let current = usual
  return {
    next: () => queue.shift() ?? current,
    script: (...behaviours) => {
      queue.push(...behaviours)
    },
    always: (behaviour) => {
      current = behaviour
    },
    clear: () => {
      queue.length = 0
      current = usual
    },
  }
}

export function makeScriptedFake<Behaviour>(
  server: RecordingServer,
  queue: BehaviourQueue<Behaviour>,
  onReset: () => void = () => undefined,
): ScriptedFake<Behaviour> {
  return {
    url: server.url,
    requests: server.requests,
    script: queue.script,
    always: queue.always,
    reset: () => {
      server.requests.length = 0
      queue.clear()
      onReset()
    },
    close: server.close,
    [Symbol.asyncDispose]: server.close,
  }
}
