// One request for each feature of the Messages API that a provider may take, change or reject.

export interface Feature {
  readonly name: string
  /** Members of the body besides `model`, `max_tokens` and `messages`. */
  readonly body?: Readonly<Record<string, unknown>>
  /** Replaces the messages. */
  readonly messages?: readonly unknown[]
  readonly betas?: readonly string[]
  readonly version?: string
  readonly stream?: boolean
  /** What is looked for in the body that goes out: there, it went as it came. Else the last member of `body`. */
  readonly probe?: unknown
}

export interface FeatureGroup {
  readonly title: string
  readonly features: readonly Feature[]
}

const user = (...content: unknown[]) => [{ role: 'user', content }]
const inMessages = (name: string, block: object, more: Partial<Feature> = {}): Feature => ({
  name,
  messages: user(block, { type: 'text', text: 'x' }),
  probe: block,
  ...more,
})
const field = (name: string, value: unknown, more: Partial<Feature> = {}): Feature => ({
  name: `\`${name}\``,
  body: { [name]: value },
  ...more,
})
const tool = (name: string, more: object, rest: Partial<Feature> = {}): Feature => {
  const definition = { name: 'n', input_schema: { type: 'object' }, ...more }
  return { name, body: { tools: [definition] }, probe: definition, ...rest }
}
const serverTool = (type: string): Feature => tool(`tool \`${type}\``, { type, input_schema: undefined })
const beside = (role: object): Partial<Feature> => ({
  messages: [{ role: 'user', content: 'u' }, role],
  probe: role,
})

const TOOL_SEARCH = ['tool-search-tool-2025-10-19']
const STRUCTURED = ['structured-outputs-2025-11-13']
const SCHEMA = { type: 'json_schema', schema: { type: 'object' } }

export const FEATURE_GROUPS: readonly FeatureGroup[] = [
  {
    title: 'Basics',
    features: [
      { name: 'texts, whole answers', probe: [{ role: 'user', content: 'Hello' }] },
      { name: 'texts, streamed', stream: true, probe: [{ role: 'user', content: 'Hello' }] },
      field('system', [{ type: 'text', text: 's' }]),
      field('stop_sequences', ['x']),
      field('temperature', 0.5),
      field('top_p', 0.5),
      field('top_k', 5),
      { name: '`metadata.user_id`, plain', body: { metadata: { user_id: 'someone' } } },
      { name: '`metadata.user_id`, a JSON text', body: { metadata: { user_id: '{"session_id":"s"}' } } },
    ],
  },
  {
    title: 'Content',
    features: [
      inMessages('image, base64', {
        type: 'image',
        source: { type: 'base64', media_type: 'image/png', data: 'aa' },
      }),
      inMessages('document, base64', {
        type: 'document',
        source: { type: 'base64', media_type: 'application/pdf', data: 'aa' },
      }),
      inMessages('image or document, URL', {
        type: 'image',
        source: { type: 'url', url: 'https://example.com/a.png' },
      }),
      inMessages('`container_upload`', { type: 'container_upload', file_id: 'f' }),
      inMessages('image or document, Files API', {
        type: 'document',
        source: { type: 'file', file_id: 'f' },
      }),
      inMessages('thinking with its signature', { type: 'thinking', thinking: 't', signature: 's' }),
      inMessages('search results', { type: 'search_result', source: 's', title: 't', content: [] }),
      { name: 'role `system`, after other messages', ...beside({ role: 'system', content: 's' }) },
      {
        name: 'role `system`, as the first message',
        messages: [
          { role: 'system', content: 's' },
          { role: 'user', content: 'u' },
        ],
        probe: { role: 'system', content: 's' },
      },
      {
        name: '`output_config` of a message, with its beta',
        betas: ['mid-conversation-output-config-2026-07-01'],
        ...beside({ role: 'system', content: 's', output_config: { effort: 'low' } }),
      },
      {
        name: '`clear_at` of a message, with its beta',
        betas: ['mid-conversation-system-clear-at-2026-08-21'],
        ...beside({ role: 'system', content: 's', clear_at: 'never' }),
      },
      {
        name: '`tool_addition`, `tool_removal`, with their beta',
        betas: ['mid-conversation-tool-changes-2026-07-01'],
        ...beside({ role: 'system', content: [{ type: 'tool_addition', tool: { name: 'n' } }] }),
      },
    ],
  },
  {
    title: 'Prompt caching',
    features: [
      inMessages('`cache_control`, 5 minutes', {
        type: 'text',
        text: 'c',
        cache_control: { type: 'ephemeral' },
      }),
      inMessages('`cache_control.ttl`', {
        type: 'text',
        text: 'c',
        cache_control: { type: 'ephemeral', ttl: '1h' },
      }),
      inMessages('`cache_control.scope`', {
        type: 'text',
        text: 'c',
        cache_control: { type: 'ephemeral', scope: 'global' },
      }),
      { name: '`cache_control` of the request', body: { cache_control: { type: 'ephemeral' } } },
    ],
  },
  {
    title: 'Tools',
    features: [
      tool('tools of the client', {}),
      field('tool_choice', { type: 'auto', disable_parallel_tool_use: true }),
      ...[
        'bash_20250124',
        'text_editor_20250728',
        'memory_20250818',
        'computer_20251124',
        'tool_search_tool_regex_20251119',
        'web_search_20250305',
        'web_fetch_20260318',
        'code_execution_20260521',
        'advisor_20260301',
        'mcp_toolset',
        'computer_toolset_20260801',
        'browser_toolset_20260801',
      ].map(serverTool),
      tool('`defer_loading`, with its beta', { defer_loading: true }, { betas: TOOL_SEARCH }),
      tool('`defer_loading`, without', { defer_loading: true }),
      inMessages(
        '`tool_reference`, with its beta',
        { type: 'tool_result', tool_use_id: 't', content: [{ type: 'tool_reference', tool_name: 'n' }] },
        { betas: TOOL_SEARCH },
      ),
      tool(
        '`input_examples`, with `tool-examples-2025-10-29`',
        { input_examples: [{}] },
        { betas: ['tool-examples-2025-10-29'] },
      ),
      tool('`input_examples`, without', { input_examples: [{}] }),
      tool('`strict`', { strict: true }),
      tool('`strict`, with `structured-outputs-2025-11-13`', { strict: true }, { betas: STRUCTURED }),
      tool('`eager_input_streaming`', { eager_input_streaming: true }),
      tool('`allowed_callers`', { allowed_callers: ['direct'] }),
    ],
  },
  {
    title: 'Thinking and output',
    features: [
      field('thinking', { type: 'adaptive' }),
      {
        name: '`thinking.block_binding`, with its beta',
        body: { thinking: { type: 'adaptive', block_binding: {} } },
        betas: ['thinking-binding-controls-2026-08-01'],
      },
      {
        name: '`thinking.display: updates`, with its beta',
        body: { thinking: { type: 'adaptive', display: 'updates' } },
        betas: ['thinking-display-updates-2026-08-18'],
      },
      { name: '`output_config.effort`', body: { output_config: { effort: 'low' } } },
      { name: '`output_config.format`', body: { output_config: { format: SCHEMA } } },
      {
        name: '`output_config.format`, with `structured-outputs-2025-11-13`',
        body: { output_config: { format: SCHEMA } },
        betas: STRUCTURED,
      },
      { name: '`output_config.task_budget`', body: { output_config: { task_budget: { total: 1 } } } },
      field('output_format', SCHEMA, { name: '`output_format`' }),
    ],
  },
  {
    title: 'Context management',
    features: [
      field(
        'context_management',
        { edits: [{ type: 'clear_tool_uses_20250919' }] },
        { name: '`clear_*` edits, with their beta', betas: ['context-management-2025-06-27'] },
      ),
      field(
        'context_management',
        { edits: [{ type: 'compact_20260112' }] },
        { name: '`compact_*` edits, with their beta', betas: ['compact-2026-01-12'] },
      ),
      field('context_management', { edits: [] }, { name: '`context_management`, without a beta' }),
    ],
  },
  {
    title: 'Services of the Claude API',
    features: [
      field('service_tier', 'auto'),
      field('speed', 'fast'),
      field('inference_geo', 'us'),
      field('diagnostics', { previous_message_id: 'm' }),
      ...[
        'billing_policy',
        'compaction',
        'container',
        'fallback_credit_token',
        'fallbacks',
        'mcp_servers',
        'skills',
        'thread',
      ].map((name) => field(name, { x: 1 })),
      field('mcp_servers', [], { name: 'any of these, null or empty' }),
      field('brand_new_field', 1, { name: 'fields that nobody knows' }),
      { name: '`anthropic-version: 2026-10-21`', version: '2026-10-21' },
    ],
  },
]
