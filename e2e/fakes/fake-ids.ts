// Identifiers in the spelling of the services: a prefix and 24 characters.
import { randomBytes } from 'node:crypto'

export function fakeId(prefix: string): string {
  return `${prefix}01${randomBytes(32)
    .toString('base64')
    .replace(/[^A-Za-z0-9]/g, 'x')
    .slice(0, 22)}`
}
