// Usage as the events of a Messages stream report it: at its beginning, and at its end.
import { jsonObject, type JsonObject } from '../wire/json-object.ts'
import { mergeMessagesUsage, type TokenUsage } from './token-usage.ts'

/**
 * @param type of the event
 * @param read reads the event itself; most need not be
 */
export function mergeEventUsage(into: TokenUsage, type: unknown, read: () => JsonObject | null): void {
  if (type === 'message_start') mergeMessagesUsage(into, jsonObject(read()?.message)?.usage)
  else if (type === 'message_delta') mergeMessagesUsage(into, read()?.usage)
}
