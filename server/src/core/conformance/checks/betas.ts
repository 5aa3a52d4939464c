// A beta together with the field it allows, and a beta that nobody knows.
import type { Provider } from '@headgate/shared/providers'
import { KNOWS_CONTEXT_MANAGEMENT } from '../../models/bedrock-capabilities.ts'
import { demand, notOffered, pass, type Check, type Seen } from '../check.ts'
import { messagesRequest } from '../client-request.ts'
import { readError, readMessage } from '../read-answer.ts'
import { PROVIDER_BEHAVIOUR } from '../provider-behaviour.ts'

const PAIRED_BETA = 'context-management-2025-06-27'
const PAIRED_FIELD = { context_management: { edits: [{ type: 'clear_tool_uses_20250919' }] } }
const UNKNOWN_BETA = 'headgate-doctor-2026-01-01'

export const betas: Check = {
  name: 'betas',
  plan(subject) {
    const { model, provider } = subject
    if (model !== null && !KNOWS_CONTEXT_MANAGEMENT(model))
      return notOffered(`${model.id} is older than the betas tried`)
    return [
      {
        request: () => messagesRequest(subject, PAIRED_FIELD, { betas: PAIRED_BETA }),
        judge(seen) {
          readMessage(seen)
          return pass('')
        },
      },
      {
        request: () => messagesRequest(subject, {}, { betas: UNKNOWN_BETA }),
        judge: (seen) =>
          pass(`${PAIRED_BETA} is taken with its field; an unknown beta is ${fateOfUnknown(seen, provider)}`),
      },
    ]
  },
}

/** Anthropic decides by itself; for Bedrock, which rejects the whole call, the gateway leaves it out. */
function fateOfUnknown(seen: Seen, provider: Provider): string {
  const isLeftOut = PROVIDER_BEHAVIOUR[provider].unknownParameters === 'left_out'
  if (isLeftOut || seen.status !== 400) {
    readMessage(seen)
    return isLeftOut ? 'left out' : 'ignored'
  }
  const { type } = readError(seen)
  demand(type === 'invalid_request_error', `An unknown beta is rejected with an error of type ${type}`)
  return 'rejected with 400'
}
