// A tool that runs on Anthropic's servers. Where it cannot, the rejection must say which field and what to do.
import { demand, notOffered, pass, type Check } from '../check.ts'
import { messagesRequest, userSays } from '../client-request.ts'
import { readError, readMessage } from '../read-answer.ts'

const WEB_SEARCH = { type: 'web_search_20250305', name: 'web_search', max_uses: 1 }

export const serverTools: Check = {
  name: 'server_tools',
  plan: (subject) => [
    {
      // Offered only: a search would be charged.
      request: () =>
        messagesRequest(subject, { tools: [WEB_SEARCH], messages: userSays('Say ok, without any search.') }),
      judge(seen) {
        if (seen.status === 400) {
          const { type, message } = readError(seen)
          demand(type === 'invalid_request_error', `It is rejected with an error of type ${type}`)
          demand(/tools\.0|web.search/i.test(message), `The rejection does not name the tool: ${message}`)
          // Mantle decides by itself; elsewhere on Bedrock the gateway rejects, and should help.
          const isNotSent = subject.surface === 'invoke' || subject.surface === 'messages'
          demand(
            !isNotSent || /anthropic credential/i.test(message),
            `The rejection tells no way out: ${message}`,
          )
          return notOffered(message)
        }
        readMessage(seen)
        return pass('web_search is taken')
      },
    },
  ],
}
