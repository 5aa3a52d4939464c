import { Command } from 'commander'
import { expect, test } from 'vitest'
import { CREDENTIAL_KINDS } from '@headgate/shared/credential-kinds'
import { addFieldOptions, methodFrom, methodsOf } from './kind-options.ts'

const optionsOf = (provider: 'anthropic' | 'bedrock') =>
  addFieldOptions(new Command(), provider).options.map(({ long }) => long)

test('each field that is not a secret has an option, for each kind', () => {
  expect(optionsOf('anthropic')).toEqual([
    '--federation-rule-id',
    '--organization-id',
    '--service-account-id',
    '--workspace-id',
  ])
  expect(optionsOf('bedrock')).toEqual([
    '--expires-at',
    '--region',
    '--surface',
    '--geography',
    '--access-key-id',
    '--role-arn',
    '--external-id',
  ])
})

test('no secret of any kind has an option', () => {
  const all = [...optionsOf('anthropic'), ...optionsOf('bedrock')]
  const secrets = Object.values(CREDENTIAL_KINDS).flatMap(({ fields }) =>
    fields.filter(({ secret, name }) => secret && name !== 'externalId').map(({ name }) => name),
  )
  expect(secrets).toContain('secretAccessKey')
  for (const name of secrets)
    expect(all).not.toContain(`--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`)
})

test('a method is named like the kind, or follows from the fields that only it has', () => {
  expect(methodsOf('anthropic')).toEqual(['api-key', 'oauth', 'workload-identity'])
  expect(methodsOf('bedrock')).toEqual(['api-key', 'iam'])
  expect(methodFrom('anthropic', { serviceAccountId: 'svac_1' })).toBe('workload-identity')
  expect(methodFrom('bedrock', { region: 'us-east-1' })).toBeNull()
  expect(() => methodFrom('anthropic', { method: 'oauth', workspaceId: 'x' })).toThrow(
    /^--federation-rule-id, .* and --workspace-id belong to --method workload-identity\.$/,
  )
  expect(() => methodFrom('bedrock', { method: 'nonsense' })).toThrow(
    "--method must be api-key or iam, not 'nonsense'.",
  )
})
