// The parts of an `Authorization: AWS4-HMAC-SHA256 ...` header and of the date that goes with it.
import { SignatureProblem } from './signature-problem.ts'

export interface SignedWith {
  readonly accessKeyId: string
  readonly scope: { readonly date: string; readonly region: string; readonly service: string }
  readonly signedHeaders: readonly string[]
  readonly signature: string
}

export function isSignature(authorization: string): boolean {
  return authorization.startsWith('AWS4-HMAC-SHA256')
}

export function parseAuthorization(authorization: string): SignedWith {
  const parameter = (name: string) => {
    const value = new RegExp(`[ ,]${name}=([^, ]+)`).exec(authorization)?.[1]
    if (value !== undefined) return value
    throw new SignatureProblem(
      'incomplete',
      `Authorization header requires '${name}' parameter. Authorization header requires existence of either a ` +
        "'X-Amz-Date' or a 'Date' header.",
    )
  }
  const credential = parameter('Credential')
  const [, accessKeyId, date, region, service] =
    /^([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request$/.exec(credential) ?? []
  if (accessKeyId === undefined || date === undefined || region === undefined || service === undefined) {
    throw new SignatureProblem('incomplete', 'Credential must have exactly 5 slash-delimited elements.')
  }
  const signedHeaders = parameter('SignedHeaders').split(';')
  const absent = ['host', 'x-amz-date'].find((name) => !signedHeaders.includes(name))
  if (absent !== undefined) {
    throw new SignatureProblem('mismatch', `'${absent}' must be a 'SignedHeader' in the AWS Authorization.`)
  }
  return { accessKeyId, scope: { date, region, service }, signedHeaders, signature: parameter('Signature') }
}

export function signingDate(header: string | string[] | undefined): Date {
  const iso = String(header).replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z')
  const date = new Date(iso)
  if (header !== undefined && iso !== header && !Number.isNaN(date.getTime())) return date
  throw new SignatureProblem(
    'incomplete',
    "Authorization header requires an 'X-Amz-Date' in ISO-8601 basic format.",
  )
}
