import type pg from 'pg'
import { describe, expect, test } from 'vitest'
import { migratedDatabase } from '../../../test/database.ts'

describe('constraints', () => {
  const OAUTH = {
    oauth_access_token: 'a',
    oauth_refresh_token: 'r',
    oauth_expires_at: '2027-01-01',
    oauth_scopes: '{}',
  }
  const BEDROCK = { provider: 'bedrock', aws_method: 'api_key', aws_api_key: 'k', aws_region: 'us-east-1' }
  const IAM = { provider: 'bedrock', aws_method: 'iam', aws_region: 'us-east-1' }
  const FEDERATION = {
    federation_rule_id: 'fdrl_1',
    federation_organization_id: 'o',
    federation_service_account_id: 'svac_1',
    federation_workspace_id: 'default',
  }
  const WORKLOAD = { provider: 'anthropic', ...FEDERATION, oauth_scopes: '{}' }
  const TOKEN = { oauth_access_token: 'a', oauth_expires_at: '2027-01-01' }
  const KEYS = { aws_access_key_id: 'AKIDEXAMPLE', aws_secret_access_key: 's' }

  async function insert(sql: pg.Client, columns: Record<string, unknown>): Promise<void> {
    const all = { account_id: crypto.randomUUID(), account_name: 'x', ...columns }
    const names = Object.keys(all)
    await sql.query(
      `insert into credentials (${names.join(', ')}) values (${names.map((_, i) => `$${i + 1}`).join(', ')})`,
      Object.values(all),
    )
  }

  test('the legal kinds are accepted', async () => {
    const { sql } = await migratedDatabase()
    await insert(sql, { provider: 'anthropic', ...OAUTH })
    await insert(sql, { provider: 'anthropic', ...OAUTH, oauth_is_max: true, last_refresh_at: '2026-01-01' })
    await insert(sql, { provider: 'anthropic', anthropic_api_key: 'k', key_preview: 'p' })
    await insert(sql, BEDROCK)
    await insert(sql, {
      ...BEDROCK,
      aws_surface: 'invoke',
      aws_geography: 'eu',
      key_preview: 'p',
      key_expires_at: '2027-01-01',
    })
    await insert(sql, IAM)
    await insert(sql, { ...IAM, aws_role_arn: 'r', aws_external_id: 'e' })
    await insert(sql, { ...IAM, ...KEYS, aws_session_token: 't' })
    await insert(sql, WORKLOAD)
    await insert(sql, { ...WORKLOAD, ...TOKEN, last_refresh_at: '2026-01-01' })
    expect((await sql.query('select count(*)::int as n from credentials')).rows).toEqual([{ n: 10 }])
  })

  test('each illegal combination of provider and columns is rejected by the database', async () => {
    const { sql } = await migratedDatabase()
    const illegal: Record<string, unknown>[] = [
      { provider: 'openai', anthropic_api_key: 'k' },
      { provider: null, anthropic_api_key: 'k' },
      { provider: 'anthropic' },
      { provider: 'anthropic', anthropic_api_key: 'k', ...OAUTH },
      { provider: 'anthropic', anthropic_api_key: 'k', oauth_is_max: true },
      { provider: 'anthropic', anthropic_api_key: 'k', last_refresh_at: '2026-01-01' },
      ...Object.keys(OAUTH).map((missing) => ({ provider: 'anthropic', ...OAUTH, [missing]: null })),
      ...Object.entries(OAUTH).map(([name, value]) => ({
        provider: 'anthropic',
        anthropic_api_key: 'k',
        [name]: value,
      })),
      { provider: 'anthropic', ...OAUTH, aws_region: 'us-east-1' },
      ...Object.entries(FEDERATION).flatMap(([name, value]) => [
        { ...WORKLOAD, [name]: null },
        { ...WORKLOAD, [name]: '' },
        { provider: 'anthropic', ...OAUTH, [name]: value },
        { provider: 'anthropic', anthropic_api_key: 'k', [name]: value },
        { ...BEDROCK, [name]: value },
      ]),
      ...Object.entries(TOKEN).map(([name, value]) => ({ ...WORKLOAD, [name]: value })),
      { ...WORKLOAD, oauth_scopes: null },
      { ...WORKLOAD, oauth_is_max: true },
      { ...WORKLOAD, ...TOKEN, oauth_refresh_token: 'r' },
      { ...WORKLOAD, anthropic_api_key: 'k' },
      { ...WORKLOAD, key_preview: 'p' },
      { ...WORKLOAD, aws_region: 'us-east-1' },
      { provider: 'anthropic', ...OAUTH, aws_api_key: 'k' },
      { provider: 'anthropic', ...OAUTH, aws_surface: 'invoke' },
      { provider: 'anthropic', ...OAUTH, aws_geography: 'eu' },
      { provider: 'anthropic', anthropic_api_key: 'k', aws_region: 'us-east-1' },
      { provider: 'anthropic', anthropic_api_key: '' },
      { provider: 'anthropic', anthropic_api_key: 'k', key_expires_at: '2027-01-01' },
      { provider: 'anthropic', ...OAUTH, key_expires_at: '2027-01-01' },
      { provider: 'bedrock' },
      { ...BEDROCK, aws_region: null },
      { ...BEDROCK, aws_region: '' },
      { ...BEDROCK, aws_api_key: null },
      { ...BEDROCK, aws_api_key: '' },
      { ...BEDROCK, anthropic_api_key: 'k' },
      { ...BEDROCK, aws_surface: 'converse' },
      { ...BEDROCK, aws_geography: 'mars' },
      { ...BEDROCK, oauth_is_max: true },
      ...Object.entries(OAUTH).map(([name, value]) => ({ ...BEDROCK, [name]: value })),
      { ...BEDROCK, aws_method: null },
      { ...BEDROCK, aws_method: 'sts' },
      { ...BEDROCK, ...KEYS },
      { ...BEDROCK, aws_role_arn: 'r' },
      { ...IAM, aws_api_key: 'k' },
      { ...IAM, key_preview: 'p' },
      { ...IAM, aws_region: null },
      { ...IAM, aws_access_key_id: 'AKIDEXAMPLE' },
      { ...IAM, aws_secret_access_key: 's' },
      { ...IAM, ...KEYS, aws_secret_access_key: '' },
      { ...IAM, aws_session_token: 't' },
      { ...IAM, aws_external_id: 'e' },
      { provider: 'anthropic', anthropic_api_key: 'k', aws_method: 'iam' },
      { provider: 'anthropic', anthropic_api_key: 'k', aws_role_arn: 'r' },
    ]
    for (const columns of illegal) {
      await expect(insert(sql, columns), JSON.stringify(columns)).rejects.toThrow(
        /violates (?:check|not-null) constraint/,
      )
    }
  })
})
