// How each client is pointed at the gateway.

export interface ClientSnippet {
  readonly id: string
  readonly client: string
  /** Names what is copied. */
  readonly what: string
  readonly hint: string
  readonly code: string
}

/** Stands where the key goes while none is at hand. */
export const KEY_PLACEHOLDER = 'hg_live_YOUR_KEY'

/** Offered by both providers nearly everywhere, and cheap. */
const MODEL = 'claude-haiku-4-5'

export function clientSnippets(baseUrl: string, apiKey: string): readonly ClientSnippet[] {
  return [
    {
      id: 'curl',
      client: 'curl',
      what: 'curl command',
      hint: 'Run it in a terminal. The answer comes back as it would from Anthropic.',
      code: curl(baseUrl, apiKey),
    },
    {
      id: 'typescript',
      client: 'TypeScript',
      what: 'TypeScript code',
      hint: 'Uses @anthropic-ai/sdk. Only the base URL and the key change.',
      code: typescript(baseUrl, apiKey),
    },
    {
      id: 'python',
      client: 'Python',
      what: 'Python code',
      hint: 'Uses the anthropic package. Only the base URL and the key change.',
      code: python(baseUrl, apiKey),
    },
    {
      id: 'claude-code',
      client: 'Claude Code',
      what: 'Claude Code settings',
      hint: 'Set these where you start Claude Code, or put them under "env" in ~/.claude/settings.json.',
      code: claudeCode(baseUrl, apiKey),
    },
  ]
}

function curl(baseUrl: string, apiKey: string): string {
  return [
    `curl ${baseUrl}/v1/messages \\`,
    `  -H "x-api-key: ${apiKey}" \\`,
    '  -H "anthropic-version: 2023-06-01" \\',
    '  -H "content-type: application/json" \\',
    `  -d '{"model": "${MODEL}", "max_tokens": 64,`,
    `       "messages": [{"role": "user", "content": "Hello"}]}'`,
  ].join('\n')
}

function typescript(baseUrl: string, apiKey: string): string {
  return [
    "import Anthropic from '@anthropic-ai/sdk'",
    '',
    'const client = new Anthropic({',
    `  baseURL: '${baseUrl}',`,
    `  apiKey: '${apiKey}',`,
    '})',
    'const message = await client.messages.create({',
    `  model: '${MODEL}',`,
    '  max_tokens: 64,',
    "  messages: [{ role: 'user', content: 'Hello' }],",
    '})',
    'console.log(message.content)',
  ].join('\n')
}

function python(baseUrl: string, apiKey: string): string {
  return [
    'from anthropic import Anthropic',
    '',
    `client = Anthropic(base_url="${baseUrl}", api_key="${apiKey}")`,
    'message = client.messages.create(',
    `    model="${MODEL}",`,
    '    max_tokens=64,',
    '    messages=[{"role": "user", "content": "Hello"}],',
    ')',
    'print(message.content)',
  ].join('\n')
}

function claudeCode(baseUrl: string, apiKey: string): string {
  return [`export ANTHROPIC_BASE_URL="${baseUrl}"`, `export ANTHROPIC_AUTH_TOKEN="${apiKey}"`, 'claude'].join(
    '\n',
  )
}
