import { expect, test } from 'vitest'
import {
  BLOCK_BINDING,
  COMPACTION,
  COMPACTION_2026_09,
  CONTEXT_MANAGEMENT,
  EFFORT,
  MESSAGE_CONFIG,
  TOOL_EXAMPLES,
  TOOL_SEARCH,
} from './beta-rules.ts'
import { betasOfField } from './betas-of-field.ts'

test.each([
  ['context_management', [CONTEXT_MANAGEMENT, COMPACTION, COMPACTION_2026_09]],
  ['output_config', [EFFORT]],
  ['output_config.effort', [EFFORT]],
  ['thinking.block_binding', [BLOCK_BINDING]],
  ['tools.*.defer_loading', [TOOL_SEARCH]],
  ['tools.*.input_examples', [TOOL_EXAMPLES]],
  ['messages.*.output_config', [MESSAGE_CONFIG]],
  ['tools.*.strict', []],
  ['max_tokens', []],
  ['nobody.knows.it', []],
  ['', []],
])('without %s these go too: %j', (path, betas) => expect(betasOfField(path)).toEqual(betas))
