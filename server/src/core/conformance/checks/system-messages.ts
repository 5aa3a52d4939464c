// A message of the role `system` behind one of the user, as newer clients send it.
import { notOffered, pass, type Check } from '../check.ts'
import { messagesRequest, userSays } from '../client-request.ts'
import { readError, readMessage } from '../read-answer.ts'
import { PROVIDER_BEHAVIOUR } from '../provider-behaviour.ts'

export const systemMessages: Check = {
  name: 'system_messages',
  plan: (subject) => [
    {
      request: () =>
        messagesRequest(subject, {
          messages: [...userSays('Say ok.'), { role: 'system', content: 'Answer in lower case.' }],
        }),
      judge(seen) {
        // Anthropic's models differ in it; on Bedrock the gateway moves it where the model takes it.
        if (PROVIDER_BEHAVIOUR[subject.provider].mayRejectSystemMessages && seen.status === 400) {
          const { type, message } = readError(seen)
          if (type === 'invalid_request_error' && /system|role/i.test(message)) return notOffered(message)
        }
        readMessage(seen)
        return pass('taken')
      },
    },
  ],
}
