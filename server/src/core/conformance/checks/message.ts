// One small message, not streamed: the first thing that must work.
import { findModel } from '../../models/catalog.ts'
import { parseModelId } from '../../models/parse-model-id.ts'
import { jsonObject, type JsonObject } from '../../wire/json-object.ts'
import { demand, pass, type Check, type Subject } from '../check.ts'
import { messagesRequest, userSays } from '../client-request.ts'
import { demandCount, isText, readMessage, shown } from '../read-answer.ts'

export const message: Check = {
  name: 'message',
  plan: (subject) => [
    {
      request: () => messagesRequest(subject, { max_tokens: 1, messages: userSays('ping') }),
      judge(seen) {
        const answer = readMessage(seen)
        demandModelName(answer, subject)
        const usage = jsonObject(answer.usage)
        const input = demandCount(usage, 'input_tokens')
        const output = demandCount(usage, 'output_tokens')
        return pass(
          `${String(answer.model)}, ${input} input and ${output} output tokens${retirement(subject)}`,
        )
      },
    },
  ],
}

/** An operator should move to another model in time. Bedrock has dates of its own. */
function retirement({ provider, model }: Subject): string {
  return provider === 'anthropic' && model?.retiresOn ? `; Anthropic retires it on ${model.retiresOn}` : ''
}

/** Clients compare it with what they asked for, and price by it: Bedrock's spelling must not reach them. */
export function demandModelName({ model }: JsonObject, subject: Subject): void {
  const isAnthropics =
    isText(model) && parseModelId(model).kind === 'anthropic' && model.startsWith('claude-')
  demand(isAnthropics, `The model of the answer is ${shown(model)}, which is no id of Anthropic's`)
  const answered = findModel(model)
  demand(
    !answered || !subject.model || answered.id === subject.model.id,
    `The model of the answer is ${model} instead of ${subject.model?.id}`,
  )
}
