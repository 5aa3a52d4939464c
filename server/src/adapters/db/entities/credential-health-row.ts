// Table `credential_health`: why a credential should rest, for all processes and the next start.
import { defineEntity, p, type InferEntity } from '@mikro-orm/core'
import { CredentialRow } from './credential-row.ts'

export const CredentialHealthRow = defineEntity({
  name: 'CredentialHealthRow',
  tableName: 'credential_health',
  checks: [{ name: 'credential_health_state_check', expression: `state in ('cooling', 'rejected')` }],
  properties: {
    credential: () =>
      p.oneToOne(CredentialRow).primary().unique(false).deleteRule('cascade').updateRule('no action'),
    state: p.text().$type<'cooling' | 'rejected'>(),
    reason: p.text(),
    since: p.datetime(),
    until: p.datetime(),
  },
})
export type CredentialHealthRow = InferEntity<typeof CredentialHealthRow>
