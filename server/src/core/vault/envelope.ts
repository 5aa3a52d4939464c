// How every sealed value begins: what it is, and the id of its key. Storage looks for it without opening anything.

export const ENVELOPE_VERSION = 'hgv1'

/** Whatever begins so was sealed once. Damaged since, it is no plain text. */
export const ENVELOPE_PREFIX = `${ENVELOPE_VERSION}.`

/** Of all values that are sealed with this key, and of no others. */
export function envelopeStart(keyId: string): string {
  return `${ENVELOPE_VERSION}.${keyId}.`
}
