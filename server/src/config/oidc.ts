// The variables of sign-in by an identity provider (OpenID Connect). Without an issuer there is none.
import { z } from 'zod'
import type { GroupRoles } from '../core/sign-in/role-of-groups.ts'
import { listOf } from './list-of.ts'
import { isSafeUrl } from './oauth.ts'

export interface OidcConfig {
  readonly issuer: string
  readonly clientId: string
  /** Null for a public client. */
  readonly clientSecret: string | null
  readonly scopes: string
  readonly groupsClaim: string
  readonly groupRoles: GroupRoles
}

const isIssuer = (text: string) => isSafeUrl(text) && new URL(text).search === ''
const groups = listOf(z.string())

export const oidcVariables = {
  HEADGATE_OIDC_ISSUER: z
    .string()
    .refine(isIssuer, 'is not an https URL (plain http only to loopback hosts)')
    .optional(),
  HEADGATE_OIDC_CLIENT_ID: z.string().min(1).optional(),
  HEADGATE_OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  HEADGATE_OIDC_SCOPES: z.string().default('openid email profile'),
  HEADGATE_OIDC_GROUPS_CLAIM: z.string().min(1).default('groups'),
  HEADGATE_OIDC_OWNER_GROUPS: groups,
  HEADGATE_OIDC_ADMIN_GROUPS: groups,
  HEADGATE_OIDC_VIEWER_GROUPS: groups,
}

type OidcVariables = z.infer<z.ZodObject<typeof oidcVariables>>

/** That a client belongs to an issuer has been checked. */
export function oidcConfig(env: OidcVariables): OidcConfig | null {
  if (env.HEADGATE_OIDC_ISSUER === undefined) return null
  return {
    issuer: env.HEADGATE_OIDC_ISSUER,
    clientId: env.HEADGATE_OIDC_CLIENT_ID ?? '',
    clientSecret: env.HEADGATE_OIDC_CLIENT_SECRET ?? null,
    scopes: env.HEADGATE_OIDC_SCOPES,
    groupsClaim: env.HEADGATE_OIDC_GROUPS_CLAIM,
    groupRoles: {
      owner: env.HEADGATE_OIDC_OWNER_GROUPS,
      admin: env.HEADGATE_OIDC_ADMIN_GROUPS,
      viewer: env.HEADGATE_OIDC_VIEWER_GROUPS,
    },
  }
}
