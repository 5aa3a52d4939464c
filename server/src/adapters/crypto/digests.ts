// Digests, comparisons and random values from Node's crypto.
import { createHmac, hash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto'

export function sha256(text: string): Uint8Array {
  return hash('sha256', text, 'buffer')
}

/** In time that depends on the lengths alone. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b)
}

/** Whether two texts are equal, without telling how much of them is. */
export function equalTexts(a: string, b: string): boolean {
  return timingSafeEqual(sha256(a), sha256(b))
}

/** 256 bits as 43 base64url characters. */
export function randomKeyPart(): string {
  return randomBytes(32).toString('base64url')
}

/** A value that follows from a secret and a purpose, and tells neither. */
export function deriveToken(secret: Uint8Array, purpose: string): string {
  return createHmac('sha256', secret).update(purpose).digest('base64url')
}

/** `req_` and 32 hex digits that sort by time: 48 bits of milliseconds, then random bits (those of a UUID come from a pool). */
export function newRequestId(): string {
  const uuid = randomUUID()
  return `req_${Date.now().toString(16).padStart(12, '0')}${uuid.slice(0, 8)}${uuid.slice(24)}`
}
