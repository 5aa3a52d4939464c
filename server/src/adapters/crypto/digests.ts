// Digests, comparisons and random values from Node's crypto.
import { createHmac, hash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto'

export function sha256(text: string): Uint8Array {
  return hash('sha256', text, 'buffer')
}

/** Compares in time that depends only on the lengths. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b)
}

/** Compares two texts without revealing how much of them is equal. */
export function equalTexts(a: string, b: string): boolean {
  return timingSafeEqual(sha256(a), sha256(b))
}

/** Makes 256 random bits as 43 base64url characters. */
export function randomKeyPart(): string {
  return randomBytes(32).toString('base64url')
}

/** Derives a value from a secret and a purpose that reveals neither. */
export function deriveToken(secret: Uint8Array, purpose: string): string {
  return createHmac('sha256', secret).update(purpose).digest('base64url')
}

/** `req_` and 32 hex digits that sort by time: 48 bits of milliseconds, then random bits (those of a UUID come from a pool). */
export function newRequestId(): string {
  const uuid = randomUUID()
  return `req_${Date.now().toString(16).padStart(12, '0')}${uuid.slice(0, 8)}${uuid.slice(24)}`
}
