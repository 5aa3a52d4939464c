// The conformance list: what a client of the Messages API counts on, first the call without which nothing works.
import type { Check } from './check.ts'
import { bedrockPath } from './checks/bedrock-path.ts'
import { betas } from './checks/betas.ts'
import { caching } from './checks/caching.ts'
import { countTokens } from './checks/count-tokens.ts'
import { errors } from './checks/errors.ts'
import { message } from './checks/message.ts'
import { models } from './checks/models.ts'
import { pings } from './checks/pings.ts'
import { serverTools } from './checks/server-tools.ts'
import { stream } from './checks/stream.ts'
import { structuredOutput } from './checks/structured-output.ts'
import { systemMessages } from './checks/system-messages.ts'
import { thinking } from './checks/thinking.ts'
import { tools } from './checks/tools.ts'
import { unknownFields } from './checks/unknown-fields.ts'

export const FIRST_CHECK: Check = message

export const FURTHER_CHECKS: readonly Check[] = [
  stream,
  tools,
  thinking,
  caching,
  countTokens,
  betas,
  unknownFields,
  errors,
  pings,
  models,
  bedrockPath,
  systemMessages,
  structuredOutput,
  serverTools,
]
