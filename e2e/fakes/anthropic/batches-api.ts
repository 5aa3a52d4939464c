// Message batches: in progress when made, ended when asked for again, with one result per request.
import { answerFor } from '../answers.ts'
import { fakeId } from '../fake-ids.ts'
import { isObject, objectsOf, textOf, type JsonObject } from '../json.ts'
import { messageJson } from '../message-json.ts'
import { checkMessageBody } from './check-body.ts'
import { Rejection } from './rejection.ts'

export interface Batch {
  readonly id: string
  /** Of the account that made it; others do not find it. */
  readonly account: string
  readonly items: readonly { readonly customId: string; readonly params: JsonObject }[]
  status: 'in_progress' | 'canceling' | 'ended'
  canceled: boolean
}

export function makeBatch(body: JsonObject, account: string): Batch {
  if (!Array.isArray(body['requests'])) throw new Rejection(400, 'requests: Field required')
  const items = objectsOf(body['requests']).map(({ custom_id, params }, index) => {
    if (typeof custom_id !== 'string') throw new Rejection(400, `requests.${index}.custom_id: Field required`)
    if (!isObject(params)) throw new Rejection(400, `requests.${index}.params: Field required`)
    checkMessageBody(params)
    return { customId: custom_id, params }
  })
  if (items.length === 0) throw new Rejection(400, 'requests: List should have at least 1 item')
  return { id: fakeId('msgbatch_'), account, items, status: 'in_progress', canceled: false }
}

/** @param origin of this server: the address of the results is absolute. */
export function batchJson({ id, items, status, canceled }: Batch, origin: string) {
  const ended = status === 'ended'
  const at = '2026-01-01T00:00:00Z'
  return {
    id,
    type: 'message_batch',
    processing_status: status,
    request_counts: {
      processing: ended ? 0 : items.length,
      succeeded: ended && !canceled ? items.length : 0,
      errored: 0,
      canceled: ended && canceled ? items.length : 0,
      expired: 0,
    },
    created_at: at,
    expires_at: '2026-01-02T00:00:00Z',
    ended_at: ended ? at : null,
    archived_at: null,
    cancel_initiated_at: canceled ? at : null,
    results_url: ended ? `${origin}/v1/messages/batches/${id}/results` : null,
  }
}

/** One line of JSON per request. */
export function batchResults({ items, canceled, status }: Batch): string[] {
  if (status !== 'ended') throw new Rejection(404, 'The results of this batch are not available yet.')
  return items.map(({ customId, params }) => resultLine(customId, params, canceled))
}

function resultLine(customId: string, params: JsonObject, canceled: boolean): string {
  const custom_id = JSON.stringify(customId)
  if (canceled) return `{"custom_id":${custom_id},"result":{"type":"canceled"}}\n`
  const answer = answerFor(params, textOf(params['model']))
  const message = messageJson(answer, { idInfix: '', deltaUsage: 'repeated' })
  return `{"custom_id":${custom_id},"result":{"type":"succeeded","message":${message}}}\n`
}
