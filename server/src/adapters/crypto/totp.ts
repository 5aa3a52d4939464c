// Time-based one-time passwords (RFC 6238: HMAC-SHA-1, six digits), and secrets for them in base 32.
import { HOTP, Secret } from 'otpauth'

const SECRET_BYTES = 20

/** 160 bits as 32 characters. */
export function randomBase32(): string {
  return new Secret({ size: SECRET_BYTES }).base32
}

/** @param step number of the 30-second period, counted from 1970 */
export function totp(secret: string, step: number): string {
  return HOTP.generate({ secret: Secret.fromBase32(secret), counter: step, algorithm: 'SHA1', digits: 6 })
}
