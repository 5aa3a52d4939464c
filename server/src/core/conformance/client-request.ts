// The requests of the conformance list, in the form that SDKs send them.
import type { ClientRequest, Subject } from './check.ts'

const JSON_HEADERS = { 'content-type': 'application/json', 'anthropic-version': '2023-06-01' }

export interface RequestOptions {
  readonly path?: string
  readonly betas?: string
}

/** `fields` follow the model and win over the small defaults; `undefined` leaves a default out. */
export function messagesRequest(
  { modelName }: Pick<Subject, 'modelName'>,
  fields: object,
  { path = '/v1/messages', betas }: RequestOptions = {},
): ClientRequest {
  const body = JSON.stringify({ model: modelName, max_tokens: 16, messages: userSays('Say ok.'), ...fields })
  return rawRequest(body, { path, ...(betas !== undefined && { betas }) })
}

export function rawRequest(
  body: string,
  { path = '/v1/messages', betas }: RequestOptions = {},
): ClientRequest {
  const headers = betas === undefined ? JSON_HEADERS : { ...JSON_HEADERS, 'anthropic-beta': betas }
  return { method: 'POST', path, headers, body }
}

export function getRequest(path: string): ClientRequest {
  return { method: 'GET', path, headers: { 'anthropic-version': '2023-06-01' }, body: null }
}

export function userSays(content: string) {
  return [{ role: 'user', content }]
}
