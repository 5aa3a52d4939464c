// The error envelope of the Claude API, and a rejection that carries what goes into it.
import { errorObject, type ApiError } from '../error-object.ts'

export class Rejection extends Error {
  readonly error: ApiError
  constructor(status: number, message: string, details?: object) {
    super(message)
    this.error = { status, message, details }
  }
}

export function errorEnvelope(error: ApiError, requestId: string): string {
  return JSON.stringify({ type: 'error', error: errorObject(error), request_id: requestId })
}
