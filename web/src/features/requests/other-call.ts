const USUAL_CALL = 'POST /v1/messages'

/** The call of a request when it asked for something else than a message; null also where it is not recorded. */
export function otherCall(path: string | null): string | null {
  return path === USUAL_CALL ? null : path || null
}
