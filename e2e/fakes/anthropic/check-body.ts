// The fields without which a message request is rejected; unknown fields pass.
import { isObject, type JsonObject } from '../json.ts'
import { Rejection } from './rejection.ts'

export function checkCountBody(body: JsonObject): void {
  requireField(body, 'model', (value) => typeof value === 'string', 'a valid string')
  checkMessages(body)
}

export function checkMessageBody(body: JsonObject): void {
  requireField(body, 'model', (value) => typeof value === 'string', 'a valid string')
  requireField(body, 'max_tokens', (value) => Number.isInteger(value), 'a valid integer')
  checkMessages(body)
}

function checkMessages(body: JsonObject): void {
  requireField(body, 'messages', Array.isArray, 'a valid list')
  const messages: unknown[] = Array.isArray(body['messages']) ? body['messages'] : []
  if (messages.length === 0) throw new Rejection(400, 'messages: at least one message is required')
  for (const [index, message] of messages.entries()) {
    const place = `messages.${index}`
    if (!isObject(message)) throw new Rejection(400, `${place}: Input should be an object`)
    requireField(message, 'role', (value) => typeof value === 'string', 'a valid string', `${place}.`)
    requireField(
      message,
      'content',
      (value) => typeof value === 'string' || Array.isArray(value),
      'a valid string or list',
      `${place}.`,
    )
  }
}

function requireField(
  object: JsonObject,
  field: string,
  fits: (value: unknown) => boolean,
  expected: string,
  place = '',
): void {
  if (!(field in object)) throw new Rejection(400, `${place}${field}: Field required`)
  if (!fits(object[field])) throw new Rejection(400, `${place}${field}: Input should be ${expected}`)
}
