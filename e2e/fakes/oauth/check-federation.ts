// The exchange of an identity token: its form, its signature as an independent library sees it, and the rule it must fit.
import { jwtVerify, type CryptoKey } from 'jose'
import type { RecordedRequest } from '../http-server.ts'
import { isObject } from '../json.ts'

/** Whose identity tokens are taken for which service account. */
export interface FederationRule {
  readonly issuerKey: CryptoKey
  readonly issuer: string
  readonly audience: string
  readonly subject: string
  readonly federationRuleId: string
  readonly organizationId: string
  readonly serviceAccountId: string
  readonly workspaceIds: readonly string[]
}

/** In the envelope of the API. */
export class FederationRejection extends Error {
  readonly status: number
  readonly type: string
  constructor(status = 401, type = 'authentication_error', message = 'Authentication failed') {
    super(message)
    this.status = status
    this.type = type
  }
}

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer'
const MAX_ASSERTION_BYTES = 16 * 1024
const FIELDS = ['federation_rule_id', 'organization_id', 'service_account_id', 'workspace_id'] as const

/** Null when the request is for another grant. @throws FederationRejection, the same one for every denial. */
export async function checkFederation(
  { headers, body }: RecordedRequest,
  rule: FederationRule | undefined,
): Promise<{ kind: 'federation' } | null> {
  const fields = parse(body)
  if (fields?.['grant_type'] !== JWT_BEARER) return null
  const malformed = (message: string) => new FederationRejection(400, 'invalid_request_error', message)
  if (headers['content-type'] !== 'application/json') throw malformed('The exchange is JSON')
  const betas = String(headers['anthropic-beta'] ?? '').split(',')
  for (const beta of ['oauth-2025-04-20', 'oidc-federation-2026-04-01'])
    if (!betas.includes(beta)) throw malformed(`The exchange needs anthropic-beta: ${beta}`)
  const unknown = Object.keys(fields).filter(
    (name) => name !== 'grant_type' && name !== 'assertion' && !FIELDS.some((field) => field === name),
  )
  if (unknown.length > 0) throw malformed(`Unknown fields: ${unknown.join(', ')}`)
  const { assertion } = fields
  if (typeof assertion !== 'string') throw malformed('assertion: Field required')
  if (assertion.length > MAX_ASSERTION_BYTES) throw malformed('assertion: too long')
  const asked = FIELDS.map((name) => fields[name])
  if (!asked.every((value) => typeof value === 'string')) throw malformed('an id is missing')
  const [ruleId, organizationId, serviceAccountId, workspaceId] = asked
  const isKnown =
    rule?.federationRuleId === ruleId &&
    rule?.organizationId === organizationId &&
    rule?.serviceAccountId === serviceAccountId &&
    rule?.workspaceIds.includes(workspaceId ?? '')
  if (!rule || !isKnown) throw new FederationRejection()
  const { issuer, audience, subject } = rule
  await jwtVerify(assertion, rule.issuerKey, { issuer, audience, subject, requiredClaims: ['exp'] }).catch(
    () => {
      throw new FederationRejection()
    },
  )
  return { kind: 'federation' }
}

function parse(body: Buffer): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(body.toString())
    return isObject(value) ? value : null
  } catch {
    return null
  }
}
