// One request on one connection, with as little work of our own as possible.
import type { Client } from 'undici'

export interface Request {
  readonly path: string
  /** Names and values in turn. */
  readonly headers: string[]
  readonly body: Buffer
}

/** @returns the status, when the last byte has arrived. Rejects when the connection breaks before. */
export function exchange(client: Client, request: Request, onData: (chunk: Buffer) => void): Promise<number> {
  return new Promise((resolve, reject) => {
    let status = 0
    client.dispatch(
      { method: 'POST', ...request },
      {
        onRequestStart() {},
        onResponseStart(_controller, statusCode) {
          status = statusCode
        },
        onResponseData: (_controller, chunk) => onData(chunk),
        onResponseEnd: () => resolve(status),
        onResponseError: (_controller, error) => reject(error),
      },
    )
  })
}
