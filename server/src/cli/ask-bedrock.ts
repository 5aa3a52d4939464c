// The questions of `login bedrock` about the place and the identity; the secret is asked for apart.
import { GEOGRAPHIES } from '@headgate/shared/geographies'
import { endpointUrlSchema } from '@headgate/shared/credentials'
import {
  geographySchema,
  regionSchema,
  surfaceSchema,
  type Geography,
  type Surface,
} from '@headgate/shared/providers'
import { REGION_GROUPS } from '@headgate/shared/regions'
import { SURFACES } from '@headgate/shared/surfaces'
import { problemOf } from './ask-names.ts'
import type { Ask } from './ask.ts'
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
  { value: 'keys', label: 'IAM access keys', hint: 'requests are signed with them' },
  { value: 'machine', label: 'AWS identity of the gateway', hint: 'the default chain of its machine' },
  { value: 'role', label: 'IAM role', hint: 'that one of these two assumes' },
] as const

export async function askIdentity(ask: Ask): Promise<Identity> {
  const kind = await ask.choose('How does Headgate prove itself to AWS?', KINDS)
  if (kind !== 'role') return { kind }
  const assumer = await ask.choose('Who assumes the role?', [KINDS[2], KINDS[1]])
  const roleArn = await ask.text({
    message: 'ARN of the role, such as arn:aws:iam::123456789012:role/headgate',
    check: (answer) =>
      /^arn:aws[a-z-]*:iam::\d{12}:role\/./.test(answer) ? undefined : 'This is no ARN of a role.',
  })
  const externalId = await ask.text({ message: 'External id, if its trust policy asks for one' })
  return { kind: assumer, roleArn, ...(externalId !== '' && { externalId }) }
}

const OTHER = 'other'

/** @param first of the person's own AWS settings */
export async function askRegion(ask: Ask, first: string | undefined): Promise<string> {
  const regions = REGION_GROUPS.flatMap(({ regions: of }) =>
    of.map(({ code, place }) => ({ value: code, label: `${code}  ${place}` })),
  )
  const choices = [...regions, { value: OTHER, label: 'Another region...' }]
  const known = regions.find(({ value }) => value === first)?.value
  const region = await ask.find('Region where Bedrock is called', choices, {
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
  const defaults = `Surface ${SURFACES.invoke.label}, geography ${GEOGRAPHIES.auto.label.toLowerCase()}`
  if (await ask.confirm(`${defaults}, AWS's own endpoint: keep these defaults?`, true))
    return { surface: 'invoke', geography: 'auto' }
  const surface = await ask.choose(
    "Surface: which of Bedrock's APIs is called",
    surfaceSchema.options.map((value) => choiceOf(value, SURFACES[value])),
  )
  // Without cross-region routing there is nothing to choose.
  const geography = surface === 'mantle' ? 'auto' : await askGeography(ask)
  const endpointUrl = await ask.text({
    message: "Endpoint of your own, such as a VPC endpoint (empty for AWS's own)",
    check: (answer) => (answer === '' ? undefined : problemOf(endpointUrlSchema)(answer)),
  })
  return { surface, geography, ...(endpointUrl !== '' && { endpointUrl }) }
}

function askGeography(ask: Ask): Promise<Geography> {
  return ask.choose(
    'Geography: where AWS may serve a request',
    geographySchema.options.map((value) => choiceOf(value, GEOGRAPHIES[value])),
  )
}

function choiceOf<T extends string>(value: T, facts: { readonly label: string; readonly meaning: string }) {
  return { value, label: facts.label, hint: facts.meaning }
}
