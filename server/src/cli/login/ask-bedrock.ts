// Asks how the gateway signs Bedrock requests and where it sends them. The secret is asked for separately.
import { CREDENTIAL_KINDS } from '@headgate/shared/credential-kinds'
import { endpointUrlSchema } from '@headgate/shared/credentials'
import { GEOGRAPHIES } from '@headgate/shared/geographies'
import {
  geographySchema,
  regionSchema,
  surfaceSchema,
  type Geography,
  type Surface,
} from '@headgate/shared/providers'
import { REGION_GROUPS } from '@headgate/shared/regions'
import { SURFACES } from '@headgate/shared/surfaces'
import { problemOf } from '../connect/plain-issue.ts'
import type { Ask } from '../prompts/ask.ts'
import type { BedrockIdentity } from './bedrock-options.ts'

export interface Role {
  readonly roleArn?: string
  readonly externalId?: string
}

export interface Identity extends Role {
  readonly kind: BedrockIdentity
}

const KINDS = [
  { value: 'api-key', label: 'Bedrock API key', hint: 'one key for one region' },
  { value: 'keys', label: 'IAM access keys', hint: 'access key ID and secret access key' },
  { value: 'machine', label: "This gateway's AWS identity", hint: 'no secret; uses the AWS default chain' },
  { value: 'role', label: 'IAM role', hint: 'assumed with access keys or the AWS identity' },
] as const

const IAM_FIELDS = CREDENTIAL_KINDS['bedrock/iam'].fields

export async function askIdentity(ask: Ask): Promise<Identity> {
  const kind = await ask.choose('How should Headgate authenticate with AWS?', KINDS)
  if (kind !== 'role') return { kind }
  const assumedWith = await ask.choose('What should assume the role?', [KINDS[2], KINDS[1]])
  const roleArn = await ask.text({
    message: 'Role ARN, such as arn:aws:iam::123456789012:role/headgate',
    check: (answer) =>
      /^arn:aws[a-z-]*:iam::\d{12}:role\/./.test(answer)
        ? undefined
        : 'Enter a role ARN: arn:aws:iam::<account>:role/<name>.',
  })
  const { label, help } = IAM_FIELDS.find(({ name }) => name === 'externalId')!
  const externalId = await ask.text({ message: `${label}. ${help}` })
  return { kind: assumedWith, roleArn, ...(externalId !== '' && { externalId }) }
}

const OTHER = 'other'

/** @param first the region of the person's AWS settings */
export async function askRegion(ask: Ask, first: string | undefined): Promise<string> {
  const regions = REGION_GROUPS.flatMap(({ regions: of }) =>
    of.map(({ code, place }) => ({ value: code, label: `${code}  ${place}` })),
  )
  const choices = [...regions, { value: OTHER, label: 'Another region...' }]
  const known = regions.find(({ value }) => value === first)?.value
  const region = await ask.find('AWS region', choices, {
    first: known,
    placeholder: 'type to search, for example "frankfurt" or "eu-"',
    always: OTHER,
  })
  if (region !== OTHER) return region
  return ask.text({ message: 'Region code', check: problemOf(regionSchema) })
}

export interface Place {
  readonly surface: Surface
  readonly geography: Geography
  readonly endpointUrl?: string
}

export async function askPlace(ask: Ask): Promise<Place> {
  const defaults = `Bedrock API ${SURFACES.invoke.label}, geography ${GEOGRAPHIES.auto.label.toLowerCase()}, AWS endpoint`
  if (await ask.confirm(`Use the defaults (${defaults})?`, true))
    return { surface: 'invoke', geography: 'auto' }
  const surface = await ask.choose(
    'Bedrock API',
    surfaceSchema.options.map((value) => choiceOf(value, SURFACES[value])),
  )
  // Mantle has no cross-region routing to choose from.
  const geography = surface === 'mantle' ? 'auto' : await askGeography(ask)
  const endpointUrl = await ask.text({
    message: 'Your own endpoint, such as a VPC endpoint. Leave empty to use AWS directly.',
    check: (answer) => (answer === '' ? undefined : problemOf(endpointUrlSchema)(answer)),
  })
  return { surface, geography, ...(endpointUrl !== '' && { endpointUrl }) }
}

function askGeography(ask: Ask): Promise<Geography> {
  return ask.choose(
    'Geography. Where may AWS process requests?',
    geographySchema.options.map((value) => choiceOf(value, GEOGRAPHIES[value])),
  )
}

function choiceOf<T extends string>(value: T, facts: { readonly label: string; readonly meaning: string }) {
  return { value, label: facts.label, hint: facts.meaning }
}
