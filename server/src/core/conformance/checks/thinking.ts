// Thinking in the form that the model's generation takes, streamed, with the signature that a replay needs.
import { isAtLeast } from '../../models/catalog.ts'
import { demand, notOffered, pass, type Check } from '../check.ts'
import { messagesRequest, userSays } from '../client-request.ts'
import { isText } from '../read-answer.ts'
import { readStream, type StreamBlock } from '../read-stream.ts'

/** The smallest budget there is; the answer comes on top. */
const BUDGET_TOKENS = 1024

export const thinking: Check = {
  name: 'thinking',
  plan({ model, ...subject }) {
    if (model !== null && !isAtLeast(model, 3, 7)) return notOffered(`${model.id} does not think`)
    const adaptive = model === null || isAtLeast(model, 4, 6)
    return [
      {
        request: () =>
          messagesRequest(subject, {
            max_tokens: BUDGET_TOKENS + 64,
            stream: true,
            thinking: adaptive ? { type: 'adaptive' } : { type: 'enabled', budget_tokens: BUDGET_TOKENS },
            messages: userSays('What is 27 times 43? Think it through first.'),
          }),
        judge(seen) {
          const form = adaptive ? 'adaptive' : 'enabled'
          const thoughts = readStream(seen).blocks.filter(({ start }) =>
            String(start.type).endsWith('thinking'),
          )
          if (adaptive && thoughts.length === 0) return pass('adaptive; it answered without thinking')
          demand(thoughts.length > 0, 'The answer holds no thinking')
          demand(thoughts.every(isSigned), 'A block of thinking has no signature')
          return pass(`${form}, with signature`)
        },
      },
    ]
  },
}

function isSigned({ start, signature }: StreamBlock): boolean {
  return isText(signature) || isText(start.signature) || isText(start.data)
}
