// An answer in the form of a JSON schema.
import { jsonObject, parseJsonObject } from '../../wire/json-object.ts'
import { demand, notOffered, pass, type Check } from '../check.ts'
import { messagesRequest, userSays } from '../client-request.ts'
import { readError, readMessage, shown } from '../read-answer.ts'

const SCHEMA = {
  type: 'object',
  properties: { answer: { type: 'string' } },
  required: ['answer'],
  additionalProperties: false,
}

export const structuredOutput: Check = {
  name: 'structured_output',
  plan: (subject) => [
    {
      request: () =>
        messagesRequest(subject, {
          // Room for a model that cannot but think.
          max_tokens: 1024,
          output_config: { format: { type: 'json_schema', schema: SCHEMA } },
          messages: userSays('Answer ok.'),
        }),
      judge(seen) {
        if (seen.status === 400) {
          const { type, message } = readError(seen)
          const namesField = /output_config|output_format|structured output/i.test(message)
          if (type === 'invalid_request_error' && namesField) return notOffered(message)
        }
        const { content } = readMessage(seen)
        const text = (content as unknown[])
          .map((block) => jsonObject(block)?.text)
          .filter((part) => typeof part === 'string')
          .join('')
        const { answer } = parseJsonObject(text) ?? {}
        demand(typeof answer === 'string', `The text is not of the schema: ${shown(text)}`)
        return pass('the answer is JSON of the schema')
      },
    },
  ],
}
