// Counting a prompt. A clear 404 makes clients go without; a guess would make them overrun.
import { demand, notOffered, pass, type Check } from '../check.ts'
import { messagesRequest, userSays } from '../client-request.ts'
import { readError, readJson, shown } from '../read-answer.ts'
import { PROVIDER_BEHAVIOUR } from '../provider-behaviour.ts'

export const countTokens: Check = {
  name: 'count_tokens',
  plan: (subject) => [
    {
      request: () =>
        messagesRequest(
          subject,
          { max_tokens: undefined, messages: userSays('How many tokens are these?') },
          { path: '/v1/messages/count_tokens' },
        ),
      judge(seen) {
        if (PROVIDER_BEHAVIOUR[subject.provider].mayLackTokenCount && seen.status === 404) {
          const { type, message } = readError(seen)
          demand(type === 'not_found_error', `Status 404 with an error of type ${type}`)
          return notOffered(message)
        }
        const count = readJson(seen).input_tokens
        demand(
          typeof count === 'number' && Number.isInteger(count) && count > 0,
          `input_tokens is ${shown(count)}`,
        )
        return pass(`${count} input tokens`)
      },
    },
  ],
}
