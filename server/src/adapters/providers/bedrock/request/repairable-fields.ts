// Optional fields that a request may lose after Bedrock has rejected them: the answer means the same without them.
// A field that says what the answer has to be (a format, a tool, a sampling parameter) is never among them, and neither
// is a place where only the client is to blame: what is learned of one rejection holds for every client.

interface RepairableField {
  /** Where Bedrock says that it is: with indexes, and with the tag of a union (`tools.0.custom.strict`). */
  readonly place: RegExp
  /** All paths that the rejection is about, as far as is known: there is one repair only. */
  readonly paths: readonly string[]
}

const CACHE_CONTROLS = ['system.*', 'tools.*', 'messages.*.content.*', 'messages.*.content.*.content.*'].map(
  (holder) => `${holder}.cache_control`,
)

export const REPAIRABLE_FIELDS: readonly RepairableField[] = [
  { place: /^context_management$/, paths: ['context_management'] },
  { place: /^output_config$/, paths: ['output_config.effort'] },
  { place: /^output_config\.effort$/, paths: ['output_config.effort'] },
  // Some regions spell the member of it in another way.
  {
    place: /^thinking\.(?:(?:enabled|adaptive)\.)?block_binding(?:\.(?:prefix_)?mismatch_behavior)?$/,
    paths: ['thinking.block_binding'],
  },
  { place: /^thinking\.(?:(?:enabled|adaptive)\.)?display$/, paths: ['thinking.display'] },
  {
    place: /^tool_choice\.(?:(?:auto|any|tool)\.)?disable_parallel_tool_use$/,
    paths: ['tool_choice.disable_parallel_tool_use'],
  },
  { place: /^metadata$/, paths: ['metadata'] },
  { place: /^metadata\.user_id$/, paths: ['metadata.user_id'] },
  {
    place: /^(?:system|tools|messages)\.[\w.]+\.cache_control\.(?:ephemeral\.)?ttl$/,
    paths: CACHE_CONTROLS.map((control) => `${control}.ttl`),
  },
  // Of tools of the client only: that a tool of Anthropic's own has no such field says nothing about the others.
  { place: /^tools\.\d+(?:\.custom)?\.defer_loading$/, paths: ['tools.*.defer_loading'] },
  { place: /^tools\.\d+(?:\.custom)?\.input_examples$/, paths: ['tools.*.input_examples'] },
  { place: /^tools\.\d+(?:\.custom)?\.strict$/, paths: ['tools.*.strict'] },
  // Who called a tool, in conversations that began elsewhere.
  {
    place: /^messages\.\d+\.content\.\d+\.(?:server_)?tool_use\.caller$/,
    paths: ['messages.*.content.*.caller'],
  },
]
