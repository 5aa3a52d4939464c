// A streamed message: every event in its place, counts that only grow, and silence after the last event.
import { pass, type Check } from '../check.ts'
import { messagesRequest, userSays } from '../client-request.ts'
import { readStream } from '../read-stream.ts'
import { demandModelName } from './message.ts'

export const stream: Check = {
  name: 'stream',
  plan: (subject) => [
    {
      request: () => messagesRequest(subject, { stream: true, messages: userSays('Count to three.') }),
      judge(seen) {
        const { events, message, inputTokens, outputTokens } = readStream(seen)
        demandModelName(message, subject)
        return pass(`${events.length} events, ${inputTokens} input and ${outputTokens} output tokens`)
      },
    },
  ],
}
