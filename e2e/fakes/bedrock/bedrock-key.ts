// The two spellings of a Bedrock API key: lasting and short-term.

export function isBedrockKey(value: string): boolean {
  return /^(ABSK|bedrock-api-key-)/.test(value)
}
