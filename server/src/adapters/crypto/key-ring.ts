// The available encryption keys: the first one seals, all can open. A key is plain or wrapped by a key management system.
import { setTimeout as sleep } from 'node:timers/promises'
import { UnwrapError, type Unwrappers, type WrappedKey } from '../../core/vault/wrapped-key.ts'

export interface KeyRing {
  readonly sealing: EncryptionKey
  readonly byId: ReadonlyMap<string, EncryptionKey>
}

export interface EncryptionKey {
  readonly id: string
  /** 32 bytes. */
  readonly bytes: Uint8Array
}

export type KeyEntry = ({ readonly kind: 'plain' } & EncryptionKey) | WrappedKey

const KEY_BYTES = 32
/** Waits between tries when a key management system does not answer: replicas often start together with it. */
const PAUSES_MS = [500, 2000]
const KMS_ARN = /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:(?:key|alias)\/[\w/-]+$/
const TRANSIT_KEY = /^(?<mount>[\w-][\w.-]*(?:\/[\w-][\w.-]*)*)\/(?<key>[\w-][\w.-]*)$/
const TRANSIT_CIPHERTEXT = /^vault:v\d+:[A-Za-z0-9+/]+={0,2}$/

/**
 * Reads `id:base64(32 bytes)`, `id:awskms:<key arn>:<base64>` and `id:vault:<mount>/<key>:vault:v1:<base64>`, comma
 * separated; the first one seals. @throws Error that names the wrong entry, never its value
 */
export function parseKeyEntries(text: string): KeyEntry[] {
  const entries = text.split(',').map((entry, i) => parseEntry(entry.trim(), i + 1))
  if (new Set(entries.map(({ id }) => id)).size < entries.length)
    throw new Error('two entries have the same id')
  return entries
}

/** Builds a ring from plain entries only. @throws Error like `parseKeyEntries` */
export function parseKeyRing(text: string): KeyRing {
  return ringOf(
    parseKeyEntries(text).map((entry) => {
      if (entry.kind !== 'plain') throw new Error(`the key '${entry.id}' is wrapped`)
      return entry
    }),
  )
}

/** @throws Error that names the key that could not be unwrapped and the reason, never its value */
export async function openKeyRing(entries: readonly KeyEntry[], unwrappers: Unwrappers): Promise<KeyRing> {
  return ringOf(await Promise.all(entries.map((entry) => openEntry(entry, unwrappers))))
}

function ringOf(keys: readonly EncryptionKey[]): KeyRing {
  return { sealing: keys[0]!, byId: new Map(keys.map((key) => [key.id, key])) }
}

async function openEntry(entry: KeyEntry, unwrappers: Unwrappers): Promise<EncryptionKey> {
  if (entry.kind === 'plain') return entry
  const { id } = entry
  try {
    const bytes = await patiently(() =>
      entry.kind === 'awskms' ? unwrappers.awskms(entry) : unwrappers.vault(entry),
    )
    if (bytes.length !== KEY_BYTES) throw new Error(`the unwrapped key is not ${KEY_BYTES} bytes`)
    return { id, bytes }
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new Error(`the key '${id}' could not be unwrapped: ${why}`, { cause })
  }
}

async function patiently(unwrap: () => Promise<Uint8Array>): Promise<Uint8Array> {
  for (const pauseMs of PAUSES_MS) {
    try {
      return await unwrap()
    } catch (error) {
      if (!(error instanceof UnwrapError && error.isPassing)) throw error
      await sleep(pauseMs)
    }
  }
  return unwrap()
}

function parseEntry(entry: string, position: number): KeyEntry {
  const separator = entry.indexOf(':')
  const id = entry.slice(0, Math.max(separator, 0))
  if (!/^[A-Za-z0-9_-]{1,32}$/.test(id)) {
    throw new Error(
      `entry ${position} does not start with an id of letters, digits, "_" and "-", followed by ":"`,
    )
  }
  const value = entry.slice(separator + 1)
  if (value.startsWith('awskms:')) return parseKms(id, value.slice('awskms:'.length), position)
  if (value.startsWith('vault:')) return parseTransit(id, value.slice('vault:'.length), position)
  const bytes = Buffer.from(value, 'base64')
  if (bytes.length !== KEY_BYTES) throw new Error(`the key of entry ${position} is not 32 bytes in base64`)
  return { kind: 'plain', id, bytes }
}

function parseKms(id: string, value: string, position: number): KeyEntry {
  const separator = value.lastIndexOf(':')
  const keyArn = value.slice(0, Math.max(separator, 0))
  const ciphertext = value.slice(separator + 1)
  if (!KMS_ARN.test(keyArn) || !/^[A-Za-z0-9+/]{40,}={0,2}$/.test(ciphertext))
    throw new Error(`entry ${position} is not id:awskms:<ARN of a KMS key>:<base64 of a wrapped key>`)
  return { kind: 'awskms', id, keyArn, ciphertext }
}

function parseTransit(id: string, value: string, position: number): KeyEntry {
  const separator = value.indexOf(':')
  const place = TRANSIT_KEY.exec(value.slice(0, Math.max(separator, 0)))?.groups
  const ciphertext = value.slice(separator + 1)
  if (!place || !TRANSIT_CIPHERTEXT.test(ciphertext))
    throw new Error(`entry ${position} is not id:vault:<mount>/<key>:vault:v1:<base64 of a wrapped key>`)
  return { kind: 'vault', id, mount: place['mount']!, key: place['key']!, ciphertext }
}
