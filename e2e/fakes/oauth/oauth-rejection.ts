// An error of the token and authorize endpoints in the form of RFC 6749.

export class OAuthRejection extends Error {
  readonly status: number
  readonly code: string
  constructor(code: string, description: string, status = 400) {
    super(description)
    this.status = status
    this.code = code
  }
}

export function errorBody(code: string, description: string): string {
  return JSON.stringify({ error: code, error_description: description })
}
