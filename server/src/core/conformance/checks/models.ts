// The model by its id, and the list it stands in. For Bedrock the gateway answers both itself.
import { jsonObject } from '../../wire/json-object.ts'
import { demand, notOffered, pass, type Check } from '../check.ts'
import { getRequest } from '../client-request.ts'
import { isText, readJson, shown } from '../read-answer.ts'
import { PROVIDER_BEHAVIOUR } from '../provider-behaviour.ts'

export const models: Check = {
  name: 'models',
  plan({ provider, modelName, model }) {
    const one = getRequest(`/v1/models/${encodeURIComponent(modelName)}`)
    return [
      {
        request: () => one,
        judge(seen) {
          if (PROVIDER_BEHAVIOUR[provider].modelsFromCatalogue && model === null && seen.status === 404)
            return notOffered('The catalogue does not tell which model this is; an override can')
          const { type, id } = readJson(seen)
          demand(
            type === 'model' && isText(id),
            `The model is of type ${shown(type)} with the id ${shown(id)}`,
          )
          return pass('')
        },
      },
      {
        request: () => getRequest('/v1/models?limit=1000'),
        judge(seen, [first]) {
          const { id } = readJson(first!)
          const { data } = readJson(seen)
          demand(Array.isArray(data), 'The list has no data')
          const ids = data.map((item) => jsonObject(item)?.id)
          demand(ids.includes(id), `The list of ${ids.length} models does not hold ${shown(id)}`)
          return pass(`${shown(id)} and ${ids.length - 1} more`)
        },
      },
    ]
  },
}
