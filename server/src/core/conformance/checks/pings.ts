// Pings keep silent streams alive. Anthropic sends them itself.
import { demand, notOffered, pass, type Check } from '../check.ts'
import { messagesRequest, userSays } from '../client-request.ts'
import { readStream } from '../read-stream.ts'
import { PROVIDER_BEHAVIOUR } from '../provider-behaviour.ts'

export const pings: Check = {
  name: 'pings',
  plan(subject) {
    if (!PROVIDER_BEHAVIOUR[subject.provider].sendsPings)
      return notOffered('Bedrock sends none; the gateway sends one after 15 s of silence')
    return [
      {
        request: () => messagesRequest(subject, { stream: true, messages: userSays('Say ok twice.') }),
        judge(seen) {
          const count = readStream(seen).events.filter(({ name }) => name === 'ping').length
          demand(count > 0, 'The stream holds no ping')
          return pass(`${count} in the stream`)
        },
      },
    ]
  },
}
