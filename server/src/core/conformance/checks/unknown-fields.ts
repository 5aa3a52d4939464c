// A field that nobody knows: Anthropic decides by itself, for Bedrock the gateway leaves it out.
import { demand, pass, type Check } from '../check.ts'
import { messagesRequest } from '../client-request.ts'
import { readError, readMessage } from '../read-answer.ts'
import { PROVIDER_BEHAVIOUR } from '../provider-behaviour.ts'

const UNKNOWN_FIELD = { headgate_doctor: true }

export const unknownFields: Check = {
  name: 'unknown_fields',
  plan: (subject) => [
    {
      request: () => messagesRequest(subject, UNKNOWN_FIELD),
      judge(seen) {
        const isLeftOut = PROVIDER_BEHAVIOUR[subject.provider].unknownParameters === 'left_out'
        if (isLeftOut || seen.status !== 400) {
          readMessage(seen)
          return pass(isLeftOut ? 'left out' : 'reaches Anthropic, which ignores it')
        }
        const { type, message } = readError(seen)
        demand(type === 'invalid_request_error', `It is rejected with an error of type ${type}`)
        demand(message.includes('headgate_doctor'), `The rejection does not name the field: ${message}`)
        return pass('reaches Anthropic, which rejects it by name')
      },
    },
  ],
}
