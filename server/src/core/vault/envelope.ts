// How every sealed value begins: what it is, and the id of its key. Storage looks for it without opening anything.

export const ENVELOPE_VERSION = 'hgv1'

/** Of all values that are sealed with this key, and of no others. */
export function envelopeStart(keyId: string): string {
  return `${ENVELOPE_VERSION}.${keyId}.`
}
