// The models the gateway knows, as data: Anthropic's id, other spellings, how much each takes, what Bedrock calls it.
// Sources: Anthropic's model and deprecation pages, AWS model cards and the inference profile list, November 2026.

/** Prefix of a Bedrock cross-region inference profile. */
export type ProfilePrefix = 'global' | 'us' | 'eu' | 'apac' | 'jp' | 'au' | 'us-gov'

export interface CatalogModel {
  /** Canonical id on Anthropic's API; dated up to 4.5, undated from 4.6 on. */
  readonly id: string
  readonly aliases: readonly string[]
  readonly displayName: string
  /** Generation as [major, minor]: what a model accepts changes with it. */
  readonly generation: readonly [number, number]
  /** Day of the release on Anthropic's API. */
  readonly releasedOn: string
  /** Deprecated are also those that only Bedrock still has. */
  readonly lifecycle: 'active' | 'deprecated'
  readonly maxInputTokens: number
  readonly maxOutputTokens: number
  /** Bedrock's foundation model id; null where Bedrock does not offer the model. */
  readonly bedrockId: string | null
  /** Its id on bedrock-mantle; null where mantle does not have it. */
  readonly mantleId: string | null
  readonly profiles: readonly ProfilePrefix[]
  /** Day on which Anthropic's API stops serving it; null where none is named. Bedrock has dates of its own. */
  readonly retiresOn: string | null
  /** First day without it on Bedrock; null where AWS has named none, or none that has come. */
  readonly bedrockUntil: string | null
  /** The bare id is invocable on demand on bedrock-runtime; newer models need a profile. */
  readonly bareOnDemand: boolean
}

interface Options {
  aliases?: readonly string[]
  bedrock?: string | null
  /** Where it differs from what its generation tells. */
  mantle?: string
  bare?: boolean
  /** Tokens of input and output, where they are not what newer models take. */
  limits?: readonly [number, number]
  until?: string
  retires?: string
  /** Older ones are anyway. */
  deprecated?: boolean
}

const K = 1000
const M = 1_000_000

function model(
  id: string,
  displayName: string,
  generation: readonly [number, number],
  releasedOn: string,
  profiles: readonly ProfilePrefix[],
  options: Options = {},
): CatalogModel {
  const { aliases = [], bedrock = `anthropic.${id}`, mantle, bare = false } = options
  const [maxInputTokens, maxOutputTokens] = options.limits ?? [M, 128 * K]
  return {
    id,
    aliases,
    displayName,
    generation,
    releasedOn,
    lifecycle: options.deprecated === true || !isAtLeast({ generation }, 4, 5) ? 'deprecated' : 'active',
    maxInputTokens,
    maxOutputTokens,
    bedrockId: bedrock,
    mantleId: mantle ?? (isAtLeast({ generation }, 4, 7) ? `anthropic.${id}` : null),
    profiles,
    bareOnDemand: bare,
    bedrockUntil: options.until ?? null,
    retiresOn: options.retires ?? null,
  }
}

/** Up to 4.5 Bedrock's id ends in a version of its own. */
const v1 = (id: string) => `anthropic.${id}-v1:0`
const WORLD = ['us', 'eu', 'jp', 'au', 'global'] as const

export const CATALOG: readonly CatalogModel[] = [
  model('claude-fable-5-2', 'Claude Fable 5.2', [5, 2], '2026-11-09', ['us', 'global']),
  model('claude-mythos-5-2', 'Claude Mythos 5.2', [5, 2], '2026-11-09', []),
  model('claude-haiku-5-5', 'Claude Haiku 5.5', [5, 5], '2026-10-07', WORLD),
  model('claude-sonnet-5-5', 'Claude Sonnet 5.5', [5, 5], '2026-09-28', WORLD),
  model('claude-opus-5-5', 'Claude Opus 5.5', [5, 5], '2026-09-22', WORLD),
  model('claude-fable-5-1', 'Claude Fable 5.1', [5, 1], '2026-09-01', ['us', 'global']),
  model('claude-mythos-5-1', 'Claude Mythos 5.1', [5, 1], '2026-09-01', []),
  model('claude-opus-5', 'Claude Opus 5', [5, 0], '2026-07-24', WORLD),
  model('claude-sonnet-5', 'Claude Sonnet 5', [5, 0], '2026-06-30', WORLD),
  model('claude-fable-5', 'Claude Fable 5', [5, 0], '2026-06-09', ['us', 'global']),
  model('claude-mythos-5', 'Claude Mythos 5', [5, 0], '2026-06-09', []),
  model('claude-opus-4-8', 'Claude Opus 4.8', [4, 8], '2026-05-28', WORLD),
  model('claude-opus-4-7', 'Claude Opus 4.7', [4, 7], '2026-04-16', WORLD, {
    aliases: ['claude-opus-4-7-20260416'],
  }),
  model('claude-mythos-preview', 'Claude Mythos Preview', [4, 7], '2026-04-07', [], { deprecated: true }),
  model('claude-sonnet-4-6', 'Claude Sonnet 4.6', [4, 6], '2026-02-17', WORLD, { limits: [M, 64 * K] }),
  model('claude-opus-4-6', 'Claude Opus 4.6', [4, 6], '2026-02-05', ['us', 'eu', 'au', 'global'], {
    aliases: ['claude-opus-4-6-20260205'],
    bedrock: 'anthropic.claude-opus-4-6-v1',
  }),
  model('claude-opus-4-5-20251101', 'Claude Opus 4.5', [4, 5], '2025-11-24', ['us', 'eu', 'global'], {
    limits: [200 * K, 64 * K],
    deprecated: true,
    retires: '2027-01-22',
    aliases: ['claude-opus-4-5'],
    bedrock: v1('claude-opus-4-5-20251101'),
  }),
  model('claude-haiku-4-5-20251001', 'Claude Haiku 4.5', [4, 5], '2025-10-15', WORLD, {
    limits: [200 * K, 64 * K],
    aliases: ['claude-haiku-4-5'],
    bedrock: v1('claude-haiku-4-5-20251001'),
    mantle: 'anthropic.claude-haiku-4-5',
  }),
  model('claude-sonnet-4-5-20250929', 'Claude Sonnet 4.5', [4, 5], '2025-09-29', [...WORLD, 'us-gov'], {
    limits: [200 * K, 64 * K],
    retires: '2026-11-30',
    aliases: ['claude-sonnet-4-5'],
    deprecated: true,
    bedrock: v1('claude-sonnet-4-5-20250929'),
  }),
  model('claude-opus-4-1-20250805', 'Claude Opus 4.1', [4, 1], '2025-08-05', ['us'], {
    limits: [200 * K, 32 * K],
    aliases: ['claude-opus-4-1'],
    bedrock: v1('claude-opus-4-1-20250805'),
  }),
  model('claude-opus-4-20250514', 'Claude Opus 4', [4, 0], '2025-05-22', ['us'], {
    limits: [200 * K, 32 * K],
    until: '2026-05-31',
    aliases: ['claude-opus-4-0', 'claude-opus-4', 'claude-4-opus-20250514'],
    bedrock: v1('claude-opus-4-20250514'),
  }),
  // The long context of its beta was retired.
  model('claude-sonnet-4-20250514', 'Claude Sonnet 4', [4, 0], '2025-05-22', ['us', 'eu', 'apac', 'global'], {
    limits: [200 * K, 64 * K],
    aliases: ['claude-sonnet-4-0', 'claude-sonnet-4', 'claude-4-sonnet-20250514'],
    bedrock: v1('claude-sonnet-4-20250514'),
  }),
  model('claude-3-7-sonnet-20250219', 'Claude Sonnet 3.7', [3, 7], '2025-02-24', ['us', 'eu', 'apac'], {
    limits: [200 * K, 64 * K],
    until: '2026-04-28',
    aliases: ['claude-3-7-sonnet-latest', 'claude-3-7-sonnet'],
    bedrock: v1('claude-3-7-sonnet-20250219'),
  }),
  model('claude-3-5-haiku-20241022', 'Claude Haiku 3.5', [3, 5], '2024-10-22', ['us', 'eu'], {
    limits: [200 * K, 8192],
    until: '2026-06-19',
    aliases: ['claude-3-5-haiku-latest', 'claude-3-5-haiku'],
    bedrock: v1('claude-3-5-haiku-20241022'),
    bare: true,
  }),
  model('claude-3-5-sonnet-20241022', 'Claude Sonnet 3.5 v2', [3, 5], '2024-10-22', ['us', 'apac'], {
    limits: [200 * K, 8192],
    until: '2026-03-01',
    aliases: ['claude-3-5-sonnet-latest', 'claude-3-5-sonnet'],
    bedrock: 'anthropic.claude-3-5-sonnet-20241022-v2:0',
  }),
  model(
    'claude-3-5-sonnet-20240620',
    'Claude Sonnet 3.5',
    [3, 5],
    '2024-06-20',
    ['us', 'eu', 'apac', 'us-gov'],
    { limits: [200 * K, 8192], bedrock: v1('claude-3-5-sonnet-20240620'), bare: true },
  ),
  model('claude-3-opus-20240229', 'Claude Opus 3', [3, 0], '2024-02-29', ['us'], {
    limits: [200 * K, 4096],
    aliases: ['claude-3-opus-latest', 'claude-3-opus'],
    bedrock: v1('claude-3-opus-20240229'),
  }),
  model('claude-3-sonnet-20240229', 'Claude Sonnet 3', [3, 0], '2024-02-29', ['us', 'eu', 'apac'], {
    limits: [200 * K, 4096],
    aliases: ['claude-3-sonnet'],
    bedrock: v1('claude-3-sonnet-20240229'),
    bare: true,
  }),
  model('claude-3-haiku-20240307', 'Claude Haiku 3', [3, 0], '2024-03-07', ['us', 'eu', 'apac', 'us-gov'], {
    limits: [200 * K, 4096],
    until: '2026-09-10',
    aliases: ['claude-3-haiku'],
    bedrock: v1('claude-3-haiku-20240307'),
    bare: true,
  }),
]

const BY_NAME: ReadonlyMap<string, CatalogModel> = new Map(
  CATALOG.flatMap((row) => [row.id, ...row.aliases].map((name) => [name, row] as const)),
)
const BY_BEDROCK_ID: ReadonlyMap<string, CatalogModel> = new Map(
  CATALOG.flatMap((row) =>
    [row.bedrockId, row.mantleId].flatMap((id) => (id === null ? [] : [[id, row] as const])),
  ),
)

/** Finds a model by Anthropic id or alias, spelled exactly. */
export function findModel(name: string): CatalogModel | undefined {
  return BY_NAME.get(name)
}

/** Finds a model by Bedrock's foundation model id or by mantle's, without a profile prefix. */
export function findBedrockModel(baseId: string): CatalogModel | undefined {
  return BY_BEDROCK_ID.get(baseId)
}

export function isAtLeast(row: Pick<CatalogModel, 'generation'>, major: number, minor: number): boolean {
  return row.generation[0] > major || (row.generation[0] === major && row.generation[1] >= minor)
}
