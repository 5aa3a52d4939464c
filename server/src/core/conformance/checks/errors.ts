// An invalid request: clients read type, message and request id of its rejection.
import { headerValue } from '../../upstream/raw-headers.ts'
import { parseJsonObject } from '../../wire/json-object.ts'
import { demand, pass, type Check } from '../check.ts'
import { messagesRequest } from '../client-request.ts'
import { describeRejection, isText, readError } from '../read-answer.ts'

export const errors: Check = {
  name: 'errors',
  plan: (subject) => [
    {
      request: () => messagesRequest(subject, { max_tokens: undefined }),
      judge(seen) {
        demand(seen.status === 400, `Without max_tokens the answer is ${describeRejection(seen)}`)
        const { type, message } = readError(seen)
        demand(type === 'invalid_request_error', `The type of the error is ${type}`)
        demand(!/\barn:aws|\b\d{12}\b/.test(message), 'The message names an AWS account or ARN')
        const id = parseJsonObject(seen.text)?.request_id ?? headerValue(seen.headers, 'request-id')
        demand(isText(id), 'The rejection has no request id')
        return pass(`400 ${type}: ${message}`)
      },
    },
  ],
}
