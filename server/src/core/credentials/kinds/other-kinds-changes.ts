// Denies changes that belong to credentials of another kind.
import { DomainError } from '../../admin/domain-error.ts'
import type { KindChanges } from './credential-kind.ts'

export function denyPlace({ region, geography, surface }: KindChanges): void {
  if (region !== undefined || geography !== undefined || surface !== undefined)
    throw new DomainError('invalid', 'region, geography and surface belong to Bedrock credentials.')
}

export function denyExpiry({ expiresAt }: Pick<KindChanges, 'expiresAt'>): void {
  if (expiresAt !== undefined)
    throw new DomainError('invalid', 'expiresAt: is entered for Bedrock API keys only.')
}
