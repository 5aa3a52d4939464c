// Shows a secret to people by its prefix and its last four characters.

const KINDS = [/^sk-ant-[a-z]{3}/, /^bedrock-api-key-/, /^ABSK/]

export function keyPreview(secret: string): string {
  if (secret.length < 16) return '***'
  const kind = KINDS.map((pattern) => pattern.exec(secret)?.[0]).find((match) => match !== undefined)
  return `${kind ?? secret.slice(0, 3)}...${secret.slice(-4)}`
}
