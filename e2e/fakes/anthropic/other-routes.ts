// The paths of the API besides messages: counting, models, batches, files and skills.
import type { Exchange } from '../http-server.ts'
import { viewRequest } from '../request-view.ts'
import { batchJson, batchResults, makeBatch, type Batch } from './batches-api.ts'
import { jsonResponse, type BytesResponse } from './bytes-answer.ts'
import { checkCountBody } from './check-body.ts'
import { decodeBody } from './decode-body.ts'
import { contentAnswer, fileJson, receiveFile } from './files-api.ts'
import { getModel, listModels } from './models-api.ts'
import { pageOf } from './pages.ts'
import { findOwned, makeSkill, ownedBy, removeOwned, skillJson, type Workspace } from './workspace.ts'

export interface OtherCall {
  readonly exchange: Exchange
  readonly requestId: string
  readonly workspace: Workspace
  readonly account: string
  /** The id in the path; empty when it has none. */
  readonly id: string
  readonly query: URLSearchParams
}

type Answer = (call: OtherCall) => BytesResponse

/** The documented limit of a batch. */
const maxBatchBytes = 256 * 2 ** 20

const bytesRoute = (shape: string, answer: Answer) => ({
  pattern: new RegExp(`^${shape.replace('{id}', '([^/]+)')}$`),
  answer,
})

const route = (shape: string, answer: (call: OtherCall) => object) =>
  bytesRoute(shape, (call) => jsonResponse(answer(call)))

export const otherRoutes = [
  route('POST /v1/messages/count_tokens', ({ exchange }) => {
    const body = decodeBody(exchange.request)
    checkCountBody(body)
    return { input_tokens: viewRequest(body).promptTokens }
  }),
  route('GET /v1/models', ({ query }) => listModels(query)),
  route('GET /v1/models/{id}', ({ id }) => getModel(id)),
  route('POST /v1/messages/batches', (call) => {
    const batch = makeBatch(decodeBody(call.exchange.request, maxBatchBytes), call.account)
    call.workspace.batches.push(batch)
    return batchAnswer(call, batch)
  }),
  route('GET /v1/messages/batches', (call) => {
    const batches = ownedBy(call.workspace.batches, call.account)
    return pageOf(
      batches.map((batch) => batchAnswer(call, batch)),
      call.query,
    )
  }),
  route('GET /v1/messages/batches/{id}', (call) => {
    const batch = batchOf(call)
    batch.status = 'ended'
    return batchAnswer(call, batch)
  }),
  route('POST /v1/messages/batches/{id}/cancel', (call) => {
    const batch = batchOf(call)
    if (batch.status === 'in_progress') Object.assign(batch, { status: 'canceling', canceled: true })
    return batchAnswer(call, batch)
  }),
  route('DELETE /v1/messages/batches/{id}', ({ workspace, id, account }) => {
    removeOwned(workspace.batches, id, account)
    return { id, type: 'message_batch_deleted' }
  }),
  bytesRoute('GET /v1/messages/batches/{id}/results', (call) => ({
    contentType: 'application/x-jsonl',
    pieces: batchResults(batchOf(call)).map((line) => Buffer.from(line)),
  })),
  route('POST /v1/files', ({ exchange, workspace, account }) => {
    const file = receiveFile(exchange.request, account)
    workspace.files.push(file)
    return fileJson(file)
  }),
  route('GET /v1/files', ({ workspace, account, query }) =>
    pageOf(ownedBy(workspace.files, account).map(fileJson), query),
  ),
  route('GET /v1/files/{id}', ({ workspace, id, account }) =>
    fileJson(findOwned(workspace.files, id, account)),
  ),
  bytesRoute('GET /v1/files/{id}/content', ({ workspace, id, account }) =>
    contentAnswer(findOwned(workspace.files, id, account)),
  ),
  route('DELETE /v1/files/{id}', ({ workspace, id, account }) => {
    removeOwned(workspace.files, id, account)
    return { id, type: 'file_deleted' }
  }),
  route('POST /v1/skills', ({ workspace, account }) => {
    const skill = makeSkill(account)
    workspace.skills.push(skill)
    return skillJson(skill)
  }),
  route('GET /v1/skills', ({ workspace, account, query }) =>
    pageOf(ownedBy(workspace.skills, account).map(skillJson), query),
  ),
]

const batchOf = ({ workspace, id, account }: OtherCall) => findOwned(workspace.batches, id, account)

function batchAnswer({ exchange }: OtherCall, batch: Batch) {
  return batchJson(batch, `http://${exchange.request.headers.host ?? 'localhost'}`)
}
