// An AssumeRole request and its rules: who signs it, and what its form must hold.
import { exampleKey, type IamKey } from '../aws/iam-keys.ts'
import { SignatureProblem, type SignatureProblemKind } from '../aws/signature-problem.ts'
import { verifySignature } from '../aws/verify-signature.ts'
import type { RecordedRequest } from '../http-server.ts'

/** Read anew for each request. */
export interface StsRules {
  /** Keys of callers; default: AWS's example key. */
  readonly iamKeys?: readonly IamKey[]
  /** When given, an AssumeRole without this `ExternalId` is denied. */
  readonly externalId?: string
  /** When given, any other role is denied. */
  readonly roleArns?: readonly string[]
  readonly region?: string
}

export interface RoleRequest {
  readonly roleArn: string
  readonly sessionName: string
  readonly externalId: string | null
  readonly durationSeconds: number
  /** The access key that signed. */
  readonly caller: string
}

export class StsRejection extends Error {
  readonly status: number
  readonly code: string
  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

const codeByProblem: Readonly<Record<SignatureProblemKind, string>> = {
  incomplete: 'IncompleteSignature',
  mismatch: 'SignatureDoesNotMatch',
  unknown_key: 'InvalidClientTokenId',
  expired_key: 'ExpiredToken',
}

/** @param issued keys that this stand-in gave out; they may assume further roles. */
export async function checkRequest(
  request: RecordedRequest,
  rules: StsRules,
  issued: readonly IamKey[],
): Promise<RoleRequest> {
  const caller = await checkSignature(request, rules, issued)
  const form = new URLSearchParams(request.body.toString())
  const action = form.get('Action')
  if (action !== 'AssumeRole' || form.get('Version') !== '2011-06-15') {
    const message = `Could not find operation ${action} for version ${form.get('Version')}`
    throw new StsRejection(400, 'InvalidAction', message)
  }
  const role = readForm(form, caller)
  const allowed = rules.roleArns?.includes(role.roleArn) ?? true
  const trusted = rules.externalId === undefined || role.externalId === rules.externalId
  if (!allowed || !trusted) throw accessDenied(role)
  return role
}

export function accessDenied({ roleArn, caller }: RoleRequest): StsRejection {
  const who = `arn:aws:iam::111122223333:user/${caller}`
  return new StsRejection(
    403,
    'AccessDenied',
    `User: ${who} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
  )
}

async function checkSignature(
  request: RecordedRequest,
  { iamKeys = [exampleKey], region }: StsRules,
  issued: readonly IamKey[],
): Promise<string> {
  if (request.headers.authorization === undefined) {
    throw new StsRejection(403, 'MissingAuthenticationToken', 'Request is missing Authentication Token')
  }
  try {
    const keys = [...iamKeys, ...issued]
    return (await verifySignature(request, { keys, service: 'sts', region })).accessKeyId
  } catch (error) {
    if (!(error instanceof SignatureProblem)) throw error
    const status = error.kind === 'incomplete' ? 400 : 403
    throw new StsRejection(status, codeByProblem[error.kind], error.message)
  }
}

function readForm(form: URLSearchParams, caller: string): RoleRequest {
  const roleArn = required(form, 'RoleArn', /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/)
  const sessionName = required(form, 'RoleSessionName', /^[\w+=,.@-]{2,64}$/)
  const durationSeconds = Number(form.get('DurationSeconds') ?? 3600)
  if (!(Number.isInteger(durationSeconds) && durationSeconds >= 900 && durationSeconds <= 43_200)) {
    throw invalidValue('durationSeconds', durationSeconds)
  }
  const externalId = form.get('ExternalId')
  if (externalId !== null && !/^[\w+=,.@:/-]{2,1224}$/.test(externalId))
    throw invalidValue('externalId', externalId)
  return { roleArn, sessionName, externalId, durationSeconds, caller }
}

function required(form: URLSearchParams, name: string, pattern: RegExp): string {
  const value = form.get(name)
  if (value === null || !pattern.test(value)) {
    throw invalidValue(name.charAt(0).toLowerCase() + name.slice(1), value)
  }
  return value
}

function invalidValue(name: string, value: unknown): StsRejection {
  return new StsRejection(
    400,
    'ValidationError',
    `1 validation error detected: Value '${String(value)}' at '${name}' failed to satisfy constraint`,
  )
}
