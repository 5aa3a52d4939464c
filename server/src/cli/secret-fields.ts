// Fields that hold a secret, which has no place among the arguments of a command.

const SECRET_FIELD =
  /^(?:apiKey|accessToken|refreshToken|secretAccessKey|sessionToken|code|secret|token)$|password|secret/i
/** What a secret looks like, under whatever name. */
const SECRET_VALUE = /sk-ant-|ABSK|bedrock-api-key-|hg_live_|hg[ai]_/

/** The path of the first one; null when there is none. */
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
