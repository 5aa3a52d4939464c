// Secrets of each kind of credential, as an operator sends them in.
import { z } from 'zod'
import { inputTimeSchema, textSchema } from './primitives.ts'

/** A value that becomes part of an HTTP header: visible ASCII without blanks. */
const secretSchema = z
  .string()
  .trim()
  .min(1)
  .max(16_384)
  .regex(/^[\x21-\x7e]+$/, 'must not contain blanks, line breaks or non-ASCII characters')

export const apiKeySecret = { apiKey: secretSchema }
/** Expiry of a long-term key. A short-term key carries its own, which wins. */
export const keyExpiry = { expiresAt: inputTimeSchema.optional() }
export const oauthSecret = {
  accessToken: secretSchema,
  refreshToken: secretSchema,
  expiresAt: inputTimeSchema,
  scopes: z.array(textSchema.min(1).max(255)).max(64).default([]),
}
/** Leave the keys out to use the AWS default chain of this machine. A role is assumed by either identity. */
export const iamSecret = {
  accessKeyId: z
    .string()
    .trim()
    .max(128)
    // It becomes part of a header, between an equals sign and a slash.
    .regex(/^[\w.+@-]+$/, 'holds a character that no access key id has')
    .optional(),
  secretAccessKey: secretSchema.optional(),
  sessionToken: secretSchema.optional(),
  roleArn: z
    .string()
    .trim()
    .max(2048)
    .regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/, 'is not the ARN of an IAM role')
    .optional(),
  externalId: z
    .string()
    .min(2)
    .max(1224)
    .regex(/^[\w+=,.@:/-]+$/, 'holds a character that no external id has')
    .optional(),
}

/** Vendors change their prefixes: what looks unusual is warned of, not denied. */
export const federationIdSchema = z
  .string()
  .trim()
  .min(1)
  .max(255)
  .regex(/^[\w.-]+$/, 'holds a character that no such id has')
/** Whom Anthropic takes the gateway's own identity token for. None of them is a secret, together they stand for one. */
export const federation = {
  federationRuleId: federationIdSchema,
  organizationId: federationIdSchema,
  serviceAccountId: federationIdSchema,
  /** `default` for the organization's own. */
  workspaceId: federationIdSchema,
}

/** Leave the role out to keep the stored one with its external id. Null removes it. */
export const rotatedIamSecret = { ...iamSecret, roleArn: iamSecret.roleArn.nullable() }

interface IamInput {
  readonly accessKeyId?: string | undefined
  readonly secretAccessKey?: string | undefined
  readonly sessionToken?: string | undefined
  readonly roleArn?: string | null | undefined
  readonly externalId?: string | undefined
}

export function checkIam(input: IamInput, context: z.RefinementCtx): void {
  const deny = (path: keyof IamInput, message: string) =>
    context.addIssue({ code: 'custom', path: [path], message })
  if (input.accessKeyId !== undefined && input.secretAccessKey === undefined)
    deny('secretAccessKey', 'is required together with accessKeyId')
  if (input.accessKeyId === undefined && input.secretAccessKey !== undefined)
    deny('accessKeyId', 'is required together with secretAccessKey')
  if (input.sessionToken !== undefined && input.accessKeyId === undefined)
    deny('sessionToken', 'belongs to an accessKeyId')
  if (input.externalId !== undefined && typeof input.roleArn !== 'string')
    deny('externalId', 'belongs to a roleArn')
}
