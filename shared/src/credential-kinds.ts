// Every kind of credential in words: when it fits, and the fields an operator fills in. Console and CLI read this table.
import type { CreateCredentialOf } from './credentials.ts'
import type { CredentialKind, KindParts } from './providers.ts'

/** What all kinds have; their labels are not repeated here. */
type CommonField = 'provider' | 'method' | 'accountId' | 'name' | 'endpointUrl'

export interface CredentialField<Name extends string = string> {
  /** Name in the create request. */
  readonly name: Name
  readonly label: string
  /** Never shown again and never taken as a command line argument. */
  readonly secret: boolean
  readonly required: boolean
  /** One or two sentences under the field; may hold `code`. */
  readonly help: string
}

interface Described<Name extends string> {
  readonly title: string
  /** When this kind is the right one. */
  readonly purpose: string
  readonly fields: readonly CredentialField<Name>[]
}

export type CredentialKindFacts<K extends CredentialKind = CredentialKind> = {
  readonly id: K
} & KindParts<K> &
  Described<Exclude<keyof CreateCredentialOf<K> & string, CommonField>>

const PLACE = [
  {
    name: 'region',
    label: 'Region',
    secret: false,
    required: true,
    help: 'AWS region of the requests. A Bedrock API key must come from the same region.',
  },
  {
    name: 'surface',
    label: 'Bedrock API',
    secret: false,
    required: false,
    help: 'Which of Bedrock’s APIs to call. InvokeModel if you leave it out.',
  },
  {
    name: 'geography',
    label: 'Geography',
    secret: false,
    required: false,
    help: 'Which inference profile to use. Chosen by region if you leave it out.',
  },
] as const

/** Keyed by `<provider>/<method>`. */
export const CREDENTIAL_KINDS = {
  'anthropic/api_key': {
    id: 'anthropic/api_key',
    provider: 'anthropic',
    method: 'api_key',
    title: 'Anthropic API key',
    purpose: 'The usual choice. Billed to your Claude Console organization; works until you revoke it.',
    fields: [
      {
        name: 'apiKey',
        label: 'API key',
        secret: true,
        required: true,
        help: 'Starts with `sk-ant-api`. Create one in the Claude Console.',
      },
    ],
  },
  'anthropic/oauth': {
    id: 'anthropic/oauth',
    provider: 'anthropic',
    method: 'oauth',
    title: 'Anthropic OAuth',
    purpose:
      'For organizations that sign in to the Claude Console instead of issuing keys. Sign in once; access renews itself.',
    fields: [
      {
        name: 'accessToken',
        label: 'Access token',
        secret: true,
        required: true,
        help: 'Starts with `sk-ant-oat`.',
      },
      {
        name: 'refreshToken',
        label: 'Refresh token',
        secret: true,
        required: true,
        help: 'Starts with `sk-ant-ort`. It renews the access token.',
      },
      {
        name: 'expiresAt',
        label: 'Expires at',
        secret: false,
        required: true,
        help: 'When the access token expires.',
      },
      { name: 'scopes', label: 'Scopes', secret: false, required: false, help: 'Separate with spaces.' },
    ],
  },
  'anthropic/workload_identity': {
    id: 'anthropic/workload_identity',
    provider: 'anthropic',
    method: 'workload_identity',
    title: 'Anthropic workload identity',
    purpose:
      'For platforms that give this machine an identity token, such as Kubernetes or a cloud. Headgate exchanges it for access tokens and stores no secret.',
    fields: [
      {
        name: 'federationRuleId',
        label: 'Federation rule ID',
        secret: false,
        required: true,
        help: 'Starts with `fdrl_`. The rule in the Claude Console that trusts this machine’s identity token.',
      },
      {
        name: 'organizationId',
        label: 'Organization ID',
        secret: false,
        required: true,
        help: 'The UUID of your Claude Console organization.',
      },
      {
        name: 'serviceAccountId',
        label: 'Service account ID',
        secret: false,
        required: true,
        help: 'Starts with `svac_`. Requests are made as this account.',
      },
      {
        name: 'workspaceId',
        label: 'Workspace ID',
        secret: false,
        required: false,
        help: 'Starts with `wrkspc_`. The default workspace if you leave it out.',
      },
    ],
  },
  'bedrock/api_key': {
    id: 'bedrock/api_key',
    provider: 'bedrock',
    method: 'api_key',
    title: 'AWS Bedrock, API key',
    purpose: 'The quickest way to Claude on AWS. One key for one region, billed to your AWS account.',
    fields: [
      {
        name: 'apiKey',
        label: 'API key',
        secret: true,
        required: true,
        help: 'Starts with `ABSK` (long-term) or `bedrock-api-key-` (short-term, up to 12 hours). Create one in the AWS console.',
      },
      {
        name: 'expiresAt',
        label: 'Key expires at',
        secret: false,
        required: false,
        help: 'Long-term keys only. Short-term keys carry their own expiry.',
      },
      ...PLACE,
    ],
  },
  'bedrock/iam': {
    id: 'bedrock/iam',
    provider: 'bedrock',
    method: 'iam',
    title: 'AWS Bedrock, IAM',
    purpose:
      'For access granted by AWS policies. Sign with access keys or this machine’s AWS identity, with or without a role.',
    fields: [
      {
        name: 'accessKeyId',
        label: 'Access key ID',
        secret: false,
        required: false,
        help: 'Starts with `AKIA`, or with `ASIA` if temporary. Leave it out to use this machine’s AWS identity.',
      },
      {
        name: 'secretAccessKey',
        label: 'Secret access key',
        secret: true,
        required: false,
        help: 'Required with an access key ID.',
      },
      {
        name: 'sessionToken',
        label: 'Session token',
        secret: true,
        required: false,
        help: 'Temporary keys only. They expire within hours and cannot be renewed: prefer a role.',
      },
      {
        name: 'roleArn',
        label: 'Role ARN',
        secret: false,
        required: false,
        help: 'A role to assume, for example in another AWS account. Its keys renew themselves.',
      },
      {
        name: 'externalId',
        label: 'External ID',
        secret: true,
        required: false,
        help: 'Only if the role’s trust policy asks for one.',
      },
      ...PLACE,
    ],
  },
} as const satisfies { [K in CredentialKind]: CredentialKindFacts<K> }
