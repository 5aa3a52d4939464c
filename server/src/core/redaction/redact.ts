// The one place that decides what a secret looks like. Every log line and stored error text passes through here.

/** First 3 and last 4 characters; short values disappear whole. */
function mask(value: string): string {
  return value.length < 12 ? '***' : `${value.slice(0, 3)}...${value.slice(-4)}`
}

/** Anthropic keys keep 10 characters, enough to tell their kind (`sk-ant-api`, `sk-ant-oat`) apart. */
function maskAnthropic(value: string): string {
  return value.length < 18 ? '***' : `${value.slice(0, 10)}...${value.slice(-4)}`
}

const SECRET_NAME =
  /^(?:.*(?:api|secret|private|access|encryption|master)[-_]?keys?|.*(?:access|refresh|session|security|bearer|auth|admin|client|id|setup|csrf)[-_]?tokens?|(?:proxy[-_]?)?authorization|(?:set[-_]?)?cookies?|.*passw(?:or)?d|.*passphrase|.*secret|credentials?[-_]?value|assertion|code[-_]?verifier|x[-_]headgate[-_]key|x[-_]amz[-_](?:security[-_]token|signature|credential))$/i
/** Names that look like the above but never hold a secret. */
const PUBLIC_NAME = /^(?:.*preview|.*id|.*ids|hasSecret)$/i

const TEXT_RULES: readonly [RegExp, (match: string, ...groups: string[]) => string][] = [
  [/sk-ant-[A-Za-z0-9_-]{4,}/g, maskAnthropic],
  [/hg_live_[A-Za-z0-9_-]{4,}/g, mask],
  [/\bhg[ai]_[A-Za-z0-9_-]{4,}/g, mask],
  [/bedrock-api-key-[A-Za-z0-9+/=_-]{4,}/g, mask],
  [/ABSK[A-Za-z0-9+/=]{8,}/g, mask],
  [/\b(?:AKIA|ASIA|AROA)[A-Z0-9]{12,}\b/g, mask],
  [/\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{4,}(?:\.[A-Za-z0-9_-]*)?/g, mask],
  [/\b(Bearer|Basic)(\s+)([^\s"',;]+)/gi, (_all, scheme, gap, value) => `${scheme}${gap}${maskOnce(value)}`],
]

/** What may hold a value: `name:`, `name=`, `"name":`, and `\"name\":` of JSON inside of JSON. */
const NAME = /\b([A-Za-z][A-Za-z0-9_-]{2,60})(?:\\*["'])?\s*[:=]\s*/g
const QUOTE = /\\*["']/y
const END_OF_BARE = /[\s"'&,;{}[\]]|\\["']/g
const NO_SECRET = /^(?:Bearer|Basic|null|true|false)?$/i

/** Values are read after secret names only: what follows another name may be a name itself (`error:api_key=...`). */
function maskNamedValues(text: string): string {
  let safe = ''
  let done = 0
  for (const head of text.matchAll(NAME)) {
    const headEnd = head.index + head[0].length
    if (headEnd < done || !isSecretName(head[1]!)) continue
    QUOTE.lastIndex = headEnd
    const quote = QUOTE.exec(text)?.[0] ?? ''
    const start = headEnd + quote.length
    const end = quote === '' ? endOfBare(text, start) : endOfQuoted(text, start, quote)
    const value = text.slice(start, end)
    if (NO_SECRET.test(value)) continue
    safe += text.slice(done, start) + maskOnce(value)
    done = end
  }
  return done === 0 ? text : safe + text.slice(done)
}

function endOfBare(text: string, start: number): number {
  END_OF_BARE.lastIndex = start
  return END_OF_BARE.exec(text)?.index ?? text.length
}

/** Up to a quote like the one it starts with, or to the end of a text that was cut. */
function endOfQuoted(text: string, start: number, quote: string): number {
  for (let at = start; at < text.length; at++) {
    if (text.startsWith(quote, at)) return at
    if (text[at] === '\\') at++
  }
  return text.length
}

/** A value that an earlier rule has masked already stays as it is. */
function maskOnce(value: string): string {
  return /^(?:\*\*\*|.{3,10}\.\.\..{4})$/.test(value) ? value : mask(value)
}

function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name) && !PUBLIC_NAME.test(name)
}

/** A first look, because nearly all texts hold nothing: what every rule needs to find. */
const MAY_HOLD_SECRET = /sk-ant-|hg_live_|hg[ai]_|bedrock-api-key-|ABSK|AKIA|ASIA|AROA|eyJ|bearer|basic|[:=]/i

export function redactText(text: string): string {
  if (!MAY_HOLD_SECRET.test(text)) return text
  let safe = text
  for (const [pattern, replace] of TEXT_RULES) safe = safe.replace(pattern, replace)
  return maskNamedValues(safe)
}

const MAX_DEPTH = 8

/**
 * A copy of a value that is safe to log: secrets inside any string are masked, as are values whose
 * field name says that they are secret, in camelCase, snake_case or header spelling.
 */
export function redact(value: unknown): unknown {
  return redactAt(value, 0)
}

function redactAt(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return redactText(value)
  if (typeof value !== 'object' || value === null) return value
  if (depth >= MAX_DEPTH) return '[nested too deep]'
  if (value instanceof Uint8Array) return `[${value.length} bytes]`
  if (value instanceof Date) return value
  if (value instanceof Error) return redactError(value, depth)
  if (Array.isArray(value)) return value.map((item) => redactAt(item, depth + 1))
  if ('toJSON' in value && typeof value.toJSON === 'function') return redactAt(value.toJSON(), depth + 1)
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [name, redactField(name, field, depth)]),
  )
}

function redactField(name: string, field: unknown, depth: number): unknown {
  if (!isSecretName(name)) return redactAt(field, depth + 1)
  if (typeof field === 'string') return maskSecret(field)
  if (Array.isArray(field)) return field.map((item) => (typeof item === 'string' ? maskSecret(item) : '***'))
  return field === null || field === undefined || typeof field === 'boolean' ? field : '***'
}

/** What is known to be a secret, masked as its kind asks for (`Bearer sk-ant-...`). */
export function maskSecret(value: string): string {
  const known = redactText(value)
  return known === value ? maskOnce(value) : known
}

function redactError(error: Error, depth: number): Record<string, unknown> {
  const { name, message, stack, cause, ...fields } = error as Error & Record<string, unknown>
  return {
    type: name,
    message: redactText(message),
    ...(stack === undefined ? {} : { stack: redactText(stack) }),
    ...(cause === undefined ? {} : { cause: redactAt(cause, depth + 1) }),
    ...(redactAt({ ...fields }, depth + 1) as Record<string, unknown>),
  }
}

const AWS_IDENTITY = /\barn:aws[a-z-]*:[^\s"'<>,;)]+|\b\d{12}\b/g

/**
 * Takes ARNs and AWS account ids out of a message that a client will see.
 * @param isKnown what the client has said itself and may hear again
 */
export function hideAwsIdentity(text: string, isKnown: (name: string) => boolean = () => false): string {
  return text.replace(AWS_IDENTITY, (name) => {
    if (isKnown(name)) return name
    return name.startsWith('arn:') ? 'arn:[redacted]' : '[account]'
  })
}
