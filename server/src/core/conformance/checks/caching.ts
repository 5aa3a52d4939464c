// A breakpoint of the prompt cache: taken, with its lifetime, and counted apart.
import { isTakenBy, KNOWS_CACHE_TTL } from '../../models/bedrock-capabilities.ts'
import { jsonObject } from '../../wire/json-object.ts'
import { pass, type Check, type Subject } from '../check.ts'
import { messagesRequest } from '../client-request.ts'
import { demandCount, readMessage } from '../read-answer.ts'
import { PROVIDER_BEHAVIOUR } from '../provider-behaviour.ts'

export const caching: Check = {
  name: 'caching',
  plan: (subject) => [
    {
      request: () =>
        messagesRequest(subject, {
          system: [{ type: 'text', text: 'Answer in one word.', cache_control: cacheControl(subject) }],
        }),
      judge(seen) {
        const usage = jsonObject(readMessage(seen).usage)
        const written = demandCount(usage, 'cache_creation_input_tokens')
        const read = demandCount(usage, 'cache_read_input_tokens')
        const lifetime = cacheControl(subject).ttl ?? '5m'
        return pass(`cache_control of ${lifetime} is taken; ${written} tokens written, ${read} read`)
      },
    },
  ],
}

/** Bedrock's older models know no lifetime. */
function cacheControl({ provider, model }: Subject): { type: 'ephemeral'; ttl?: '1h' } {
  const takesTtl = PROVIDER_BEHAVIOUR[provider].alwaysTakesCacheLifetime || isTakenBy(KNOWS_CACHE_TTL, model)
  return takesTtl ? { type: 'ephemeral', ttl: '1h' } : { type: 'ephemeral' }
}
