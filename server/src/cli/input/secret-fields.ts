// Finds secrets in the input of a command, where they must not be: everybody on the machine can read arguments.

const SECRET_FIELD =
  /^(?:apiKey|accessToken|refreshToken|secretAccessKey|sessionToken|code|secret|token)$|password|secret/i
/** Forms of secrets, whatever the field is called. */
const SECRET_VALUE = /sk-ant-|ABSK|bedrock-api-key-|hg_live_|hg[ai]_/

/** @returns the path of the first field that holds a secret; null when there is none */
export function secretFieldOf(value: unknown, path = ''): string | null {
  if (typeof value === 'string') return SECRET_VALUE.test(value) ? path || 'the text' : null
  if (typeof value !== 'object' || value === null) return null
  for (const [name, inner] of Object.entries(value)) {
    const at = path === '' ? name : `${path}.${name}`
    const isHeld = typeof inner === 'string' && inner !== '' && SECRET_FIELD.test(name)
    const found = isHeld ? at : secretFieldOf(inner, at)
    if (found !== null) return found
  }
  return null
}
