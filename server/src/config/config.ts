// The environment, read once and checked as a whole.
import { join } from 'node:path'
import ipaddr from 'ipaddr.js'
import { z } from 'zod'
import type { BedrockUrls } from '../adapters/providers/bedrock/bedrock-urls.ts'
import { parseKeyEntries } from '../adapters/crypto/key-ring.ts'
import { listOf } from './list-of.ts'
import { checkKeySources, keySourceVariables, keySources, type KeySources } from './key-sources.ts'
import { oidcConfig, oidcVariables, type OidcConfig } from './oidc.ts'
import { oauthConfig, oauthVariables, type OAuthConfig } from './oauth.ts'

const portSchema = z.coerce.number().int().min(0).max(65_535)
const url = (protocol: RegExp) =>
  z.url({ protocol, error: 'is not a URL' }).transform((text) => text.replace(/\/+$/, ''))
const isRange = (text: string) => (text.includes('/') ? ipaddr.isValidCIDR(text) : ipaddr.isValid(text))
const range = z.string().refine(isRange, 'is no address or CIDR range')
const hostOrRange = z
  .string()
  .refine((text) => isRange(text) || /^[A-Za-z0-9.:-]+$/.test(text), 'is no host name, address or CIDR range')
const AWS_RUNTIME = 'https://bedrock-runtime.{region}.amazonaws.com'
const AWS_CONTROL = 'https://bedrock.{region}.amazonaws.com'
const AWS_MANTLE = 'https://bedrock-mantle.{region}.api.aws'
const regionalUrl = z
  .string()
  .refine(
    (text) => /^https?:$/.test(URL.parse(text.replaceAll('{region}', 'us-east-1'))?.protocol ?? ''),
    'is not a URL',
  )
  .transform((text) => text.replace(/\/+$/, ''))

function checkKeyRing(text: string, context: z.RefinementCtx<string>): void {
  try {
    parseKeyEntries(text)
  } catch (error) {
    context.addIssue(error instanceof Error ? error.message : String(error))
  }
}

const databaseVariables = {
  DATABASE_URL: url(/^postgres(?:ql)?$/).optional(),
  HEADGATE_DATA_DIR: z.string().min(1).default('./data'),
}

const schema = z
  .object({
    HOST: z.string().min(1).default('127.0.0.1'),
    PORT: portSchema.default(4100),
    ...databaseVariables,
    HEADGATE_ENCRYPTION_KEYS: z.string().superRefine(checkKeyRing).optional(),
    HEADGATE_ADMIN_TOKEN: z.string().min(32, 'must have at least 32 characters').optional(),
    HEADGATE_PUBLIC_URL: url(/^https?$/).optional(),
    HEADGATE_ANTHROPIC_URL: url(/^https?$/).default('https://api.anthropic.com'),
    HEADGATE_BEDROCK_URL: regionalUrl.default(AWS_RUNTIME),
    HEADGATE_BEDROCK_MANTLE_URL: regionalUrl.optional(),
    HEADGATE_BEDROCK_CONTROL_URL: regionalUrl.optional(),
    ...oauthVariables,
    ...oidcVariables,
    ...keySourceVariables,
    HEADGATE_PRIVATE_ENDPOINTS: listOf(hostOrRange),
    HEADGATE_TRUSTED_PROXIES: listOf(range),
    HEADGATE_MODEL_ALIASES: z.enum(['on', 'off']).default('on'),
    HEADGATE_BODY_MEMORY_MB: z.coerce.number().int().min(32, 'must be at least 32').optional(),
    HEADGATE_LOG_LEVEL: z
      .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
      .default('info'),
    HEADGATE_SHUTDOWN_GRACE_MS: z.coerce.number().int().min(0).default(120_000),
  })
  .refine((env) => env.DATABASE_URL === undefined || env.HEADGATE_ENCRYPTION_KEYS !== undefined, {
    path: ['HEADGATE_ENCRYPTION_KEYS'],
    error: 'must be set together with DATABASE_URL: a generated key would be lost with this machine',
  })
  .refine((env) => env.HEADGATE_OIDC_ISSUER === undefined || env.HEADGATE_OIDC_CLIENT_ID !== undefined, {
    path: ['HEADGATE_OIDC_CLIENT_ID'],
    error: 'must be set together with HEADGATE_OIDC_ISSUER',
  })
  .superRefine(checkKeySources)

export interface Config {
  readonly host: string
  readonly port: number
  /** Null for the embedded database. */
  readonly databaseUrl: string | null
  readonly dataDir: string
  /** Null for the generated key in the data directory. */
  readonly encryptionKeys: string | null
  readonly encryptionKeyFile: string
  readonly keySources: KeySources
  readonly adminToken: string | null
  /** Null when it follows from the address that is listened on. */
  readonly publicUrl: string | null
  readonly anthropicUrl: string
  /** `{region}` stands for the region of a credential. */
  readonly bedrockUrls: BedrockUrls
  /** Whether `/inference-profiles*` may be asked of the control plane. */
  readonly hasBedrockControl: boolean
  readonly oauth: OAuthConfig
  /** Null without an identity provider. */
  readonly oidc: OidcConfig | null
  readonly privateEndpoints: readonly string[]
  readonly trustedProxies: readonly string[]
  /** Whether `anthropic/<name>` and `<name>[1m]` mean `<name>`. */
  readonly modelAliases: boolean
  /** Memory for request bodies that are held; null for a share of the machine's. */
  readonly bodyMemoryBytes: number | null
  readonly logLevel: string
  readonly shutdownGraceMs: number
}

/** Where browsers and links reach the gateway. */
export function publicUrlOf({ publicUrl, host, port }: Pick<Config, 'publicUrl' | 'host' | 'port'>): string {
  return publicUrl ?? `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}

/** All that is wrong with the environment, one line per variable. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

/** Of what only touches the database, and needs none of the rest. @throws ConfigError */
export function readDatabaseConfig(environment: NodeJS.ProcessEnv): Pick<Config, 'databaseUrl' | 'dataDir'> {
  const env = parsed(z.object(databaseVariables), environment)
  return { databaseUrl: env.DATABASE_URL ?? null, dataDir: env.HEADGATE_DATA_DIR }
}

function parsed<T extends z.ZodType>(variables: T, environment: NodeJS.ProcessEnv): z.infer<T> {
  // An empty variable is an unset one.
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const result = variables.safeParse(given)
  if (result.success) return result.data
  const lines = result.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`)
  throw new ConfigError(`The configuration is wrong:\n${lines.join('\n')}`)
}

/** @throws ConfigError naming every variable that is wrong, without its value. */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const env = parsed(schema, environment)
  // Who redirects Bedrock has a reason: nothing then goes to AWS's other public hosts uninvited.
  const isOnAws = env.HEADGATE_BEDROCK_URL === AWS_RUNTIME
  return {
    host: env.HOST,
    port: env.PORT,
    databaseUrl: env.DATABASE_URL ?? null,
    dataDir: env.HEADGATE_DATA_DIR,
    encryptionKeys: env.HEADGATE_ENCRYPTION_KEYS ?? null,
    encryptionKeyFile: join(env.HEADGATE_DATA_DIR, 'encryption.key'),
    keySources: keySources(env),
    adminToken: env.HEADGATE_ADMIN_TOKEN ?? null,
    publicUrl: env.HEADGATE_PUBLIC_URL ?? null,
    anthropicUrl: env.HEADGATE_ANTHROPIC_URL,
    bedrockUrls: {
      runtime: env.HEADGATE_BEDROCK_URL,
      mantle: env.HEADGATE_BEDROCK_MANTLE_URL ?? AWS_MANTLE,
      control: env.HEADGATE_BEDROCK_CONTROL_URL ?? AWS_CONTROL,
      countsOnMantle: env.HEADGATE_BEDROCK_MANTLE_URL !== undefined || isOnAws,
    },
    hasBedrockControl: env.HEADGATE_BEDROCK_CONTROL_URL !== undefined || isOnAws,
    oauth: oauthConfig(env),
    oidc: oidcConfig(env),
    privateEndpoints: env.HEADGATE_PRIVATE_ENDPOINTS,
    trustedProxies: env.HEADGATE_TRUSTED_PROXIES,
    modelAliases: env.HEADGATE_MODEL_ALIASES === 'on',
    bodyMemoryBytes: env.HEADGATE_BODY_MEMORY_MB === undefined ? null : env.HEADGATE_BODY_MEMORY_MB * 2 ** 20,
    logLevel: env.HEADGATE_LOG_LEVEL,
    shutdownGraceMs: env.HEADGATE_SHUTDOWN_GRACE_MS,
  }
}

/** Read by the command line, and in its examples. */
const OF_THE_COMMAND_LINE = ['HEADGATE_URL', 'HEADGATE_KEY', 'HEADGATE_ADMIN_TOKEN_FILE']

/** Names with our prefix that nothing reads: most likely misspelled. */
export function unknownVariables(environment: NodeJS.ProcessEnv): string[] {
  return Object.keys(environment).filter(
    (name) => name.startsWith('HEADGATE_') && !(name in schema.shape) && !OF_THE_COMMAND_LINE.includes(name),
  )
}
