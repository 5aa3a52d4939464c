// Request bodies as Claude Code writes them: system blocks, tools, and a conversation full of code and tool results.

const MODEL = 'claude-haiku-4-5'
const MAX_TOKENS = 1024
const METADATA = {
  user_id: JSON.stringify({
    device_id: 'b7d1f0c4',
    account_uuid: '',
    session_id: '5f0c1d1e-7a34-4c55-9a0e-2d6f3b8c9e10',
  }),
}
const QUESTION = [{ role: 'user', content: 'Say in one sentence what "keep-alive" means.\nThen stop.' }]

export function smallBody(stream: boolean): string {
  return JSON.stringify({
    model: MODEL,
    max_tokens: MAX_TOKENS,
    stream,
    metadata: METADATA,
    messages: QUESTION,
  })
}

/** The same question in the words of Bedrock's own path. */
export function bedrockBody(): string {
  return JSON.stringify({
    anthropic_version: 'bedrock-2023-05-31',
    max_tokens: MAX_TOKENS,
    messages: QUESTION,
  })
}

/** A long session of at least `bytes` bytes. */
export function largeBody(bytes: number): string {
  const turns: object[] = []
  let size = 0
  for (let turn = 0; size < bytes; turn++) {
    const added = conversationTurn(turn)
    size += JSON.stringify(added).length
    turns.push(...added)
  }
  return JSON.stringify({
    model: MODEL,
    max_tokens: MAX_TOKENS,
    stream: false,
    metadata: METADATA,
    system: [
      {
        type: 'text',
        text: 'You are a coding agent.\nAnswer briefly.',
        cache_control: { type: 'ephemeral' },
      },
    ],
    tools: [readTool('Read', 'Reads a file.'), readTool('Grep', 'Searches "files" with a pattern.')],
    messages: [...turns, { role: 'user', content: [{ type: 'text', text: 'Go on.' }] }],
  })
}

function readTool(name: string, description: string): object {
  return {
    name,
    description,
    input_schema: {
      type: 'object',
      properties: { file_path: { type: 'string' }, limit: { type: 'integer' } },
      required: ['file_path'],
    },
  }
}

function conversationTurn(turn: number): object[] {
  const id = `toolu_01${String(turn).padStart(22, '0')}`
  const file_path = `/home/dev/project/src/feature-${turn}.ts`
  return [
    {
      role: 'user',
      content: [{ type: 'text', text: `Please look at "feature-${turn}".\n\nIt fails.\n` }],
    },
    {
      role: 'assistant',
      content: [
        { type: 'text', text: `I'll read \`${file_path}\` first – then the test.` },
        { type: 'tool_use', id, name: 'Read', input: { file_path, limit: 2000 } },
      ],
    },
    {
      role: 'user',
      content: [
        { type: 'tool_result', tool_use_id: id, content: [{ type: 'text', text: sourceFile(turn) }] },
      ],
    },
  ]
}

/** Lines of code with the quotes, tabs and line ends that make JSON strings long. */
function sourceFile(seed: number): string {
  const lines = Array.from({ length: 80 }, (_, line) => {
    const name = `value${(seed * 31 + line * 7) % 997}`
    return line % 4 === 0
      ? `${line + 1}\texport const ${name} = { key: "${name}", text: 'it works' } // see "notes"`
      : `${line + 1}\t  if (${name} === undefined) throw new Error(\`missing \${name} at line ${line}\`)`
  })
  return lines.join('\n')
}
