// The options of `login` and `credential rotate` that follow from the table of credential kinds.
import type { Command } from 'commander'
import { CREDENTIAL_KINDS, type CredentialField } from '@headgate/shared/credential-kinds'
import type { CredentialKind, Provider } from '@headgate/shared/providers'
import { CliError } from '../output/errors.ts'

type Field = (typeof CREDENTIAL_KINDS)[CredentialKind]['fields'][number]
/** Fields that an option may carry: no secrets. */
export type FieldName = Extract<Field, { secret: false }>['name'] | 'externalId'
export type MethodName<P extends Provider> = Kebab<
  Extract<(typeof CREDENTIAL_KINDS)[CredentialKind], { provider: P }>['method']
>
type Kebab<T extends string> = T extends `${infer A}_${infer B}` ? `${A}-${Kebab<B>}` : T

/** Scripts pass these together with the tokens, in one JSON document. */
const WITH_TOKENS: ReadonlySet<string> = new Set(['anthropic/oauth expiresAt', 'anthropic/oauth scopes'])
/** The table counts the external ID as a secret of the console; AWS does not, and it has always been an option. */
const STILL_OPTIONS: ReadonlySet<string> = new Set(['externalId'])

interface KindField extends CredentialField {
  readonly method: string
}

function optionFields(provider: Provider): readonly KindField[] {
  return Object.values(CREDENTIAL_KINDS)
    .filter((kind) => kind.provider === provider)
    .flatMap(({ id, method, fields }) =>
      fields
        .filter(({ name, secret }) => !secret || STILL_OPTIONS.has(name))
        .filter(({ name }) => !WITH_TOKENS.has(`${id} ${name}`))
        .map((field) => ({ ...field, method: kebab(method) })),
    )
}

export function optionOf(field: FieldName): string {
  return `--${kebab(field)}`
}

function kebab(name: string): string {
  return name.replaceAll('_', '-').replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

/** Such as `api-key` and `iam`. */
export function methodsOf<P extends Provider>(provider: P): readonly MethodName<P>[] {
  const kinds = Object.values(CREDENTIAL_KINDS).filter((kind) => kind.provider === provider)
  return kinds.map(({ method }) => kebab(method) as MethodName<P>)
}

interface Shown {
  /** Values that a field accepts, for its help. */
  readonly values?: Readonly<Partial<Record<FieldName, readonly string[]>>>
  readonly without?: readonly FieldName[]
}

/** Adds one option for each field that is not a secret. */
export function addFieldOptions(
  command: Command,
  provider: Provider,
  { values = {}, without = [] }: Shown = {},
): Command {
  const byName = new Map(optionFields(provider).map((field) => [field.name as FieldName, field]))
  for (const [name, { help }] of byName) {
    if (without.includes(name)) continue
    const accepted = values[name]
    const more = accepted === undefined ? (FORMATS[name] ?? '') : ` One of: ${accepted.join(', ')}.`
    command.option(`${optionOf(name)} <${PLACEHOLDERS[name] ?? 'id'}>`, help.replaceAll('`', '') + more)
  }
  return command
}

const FORMATS: Readonly<Partial<Record<FieldName, string>>> = {
  expiresAt: ' For example 2026-12-31 or 90d.',
}

const PLACEHOLDERS: Readonly<Partial<Record<FieldName, string>>> = {
  expiresAt: 'time',
  geography: 'geography',
  region: 'region',
  roleArn: 'arn',
  surface: 'api',
}

export type FieldOptions = Readonly<Partial<Record<FieldName, string>>>

/**
 * The method that the options name, or the only one whose fields they use; null when they leave it open.
 * @throws CliError when they contradict each other
 */
export function methodFrom<P extends Provider>(
  provider: P,
  options: FieldOptions & { readonly method?: string },
): MethodName<P> | null {
  const methods = methodsOf(provider)
  const named = methods.find((method) => method === options.method)
  if (options.method !== undefined && named === undefined)
    throw new CliError(`--method must be ${anyOf(methods)}, not '${options.method}'.`)
  const used = ownFields(provider).filter(({ name }) => options[name as FieldName] !== undefined)
  const foreign = used.find(({ method }) => method !== (named ?? used[0]!.method))
  if (foreign !== undefined) throw belongsTo(provider, foreign.method)
  return named ?? (used[0]?.method as MethodName<P> | undefined) ?? null
}

/** Fields that a single method of the provider has. */
function ownFields(provider: Provider): readonly KindField[] {
  const all = optionFields(provider)
  return all.filter(({ name, method }) =>
    all.every((other) => other.name !== name || other.method === method),
  )
}

function belongsTo(provider: Provider, method: string): CliError {
  const options = ownFields(provider)
    .filter((field) => field.method === method)
    .map(({ name }) => optionOf(name as FieldName))
  const verb = options.length === 1 ? 'belongs' : 'belong'
  return new CliError(`${allOf(options)} ${verb} to --method ${method}.`)
}

/** @throws CliError unless the value is one of those accepted */
export function oneOf<T extends string>(option: string, accepted: readonly T[], given: string): T {
  const found = accepted.find((value) => value === given)
  if (found === undefined) throw new CliError(`${option} must be one of ${accepted.join(', ')}.`)
  return found
}

function allOf(words: readonly string[]): string {
  return new Intl.ListFormat('en', { type: 'conjunction', style: 'long' })
    .format(words)
    .replace(', and ', ' and ')
}

function anyOf(words: readonly string[]): string {
  return new Intl.ListFormat('en', { type: 'disjunction', style: 'long' })
    .format(words)
    .replace(', or ', ' or ')
}
