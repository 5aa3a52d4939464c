// A scripted stand-in for the Claude API.
import { fakeId } from '../fake-ids.ts'
import {
  startRecordingServer,
  type Exchange,
  type RecordedRequest,
  type ServerOptions,
} from '../http-server.ts'
import {
  makeBehaviourQueue,
  makeScriptedFake,
  type BehaviourQueue,
  type BehaviourScript,
  type ScriptedFake,
} from '../scripted-fake.ts'
import { answerMessage } from './answer-message.ts'
import { answerOther } from './answer-other.ts'
import { sendError } from './answer-plainly.ts'
import type { AnthropicBehaviour, OtherBehaviour } from './behaviours.ts'
import { checkMessageBody } from './check-body.ts'
import { checkCredential, type AcceptedSecrets, type Proof } from './check-credential.ts'
import { decodeBody } from './decode-body.ts'
import { generatedSha256 } from './generated-content.ts'
import { Rejection } from './rejection.ts'
import { makeWorkspace, type Workspace } from './workspace.ts'

interface FakeAnthropicOptions extends ServerOptions, AcceptedSecrets {
  /** Which account a secret belongs to; batches, files and skills are found only by their own. Default: one for all. */
  readonly accountOf?: (secret: string) => string
}

export interface AcceptedCall extends Proof {
  readonly request: RecordedRequest
}

interface NewFile {
  readonly sizeBytes: number
  readonly filename?: string
  readonly mimeType?: string
  /** As `accountOf` names it. */
  readonly account?: string
}

export interface FakeAnthropic extends ScriptedFake<AnthropicBehaviour> {
  /** Behaviours of everything but `POST /v1/messages`; they have a queue of their own. */
  readonly others: BehaviourScript<OtherBehaviour>
  /** Requests whose credential was accepted, with the secret and whose it is. */
  readonly calls: readonly AcceptedCall[]
  /** Bytes of bodies that have arrived so far, those still under way included. */
  readonly receivedBytes: number
  /** A file that can be downloaded; `sha256` is that of its content. */
  readonly addFile: (file: NewFile) => { readonly id: string; readonly sha256: string }
}

interface Service {
  readonly options: FakeAnthropicOptions
  readonly messages: BehaviourQueue<AnthropicBehaviour>
  readonly others: BehaviourQueue<OtherBehaviour>
  readonly workspace: Workspace
  readonly calls: AcceptedCall[]
}

const onlyAccount = 'account'

/** Resetting forgets requests, scripts and counters; batches, files and skills stay. */
export async function startFakeAnthropic(options: FakeAnthropicOptions = {}): Promise<FakeAnthropic> {
  const service: Service = {
    options,
    messages: makeBehaviourQueue<AnthropicBehaviour>({ kind: 'answer' }),
    others: makeBehaviourQueue<OtherBehaviour>({ kind: 'answer' }),
    workspace: makeWorkspace(),
    calls: [],
  }
  const { others, workspace, calls } = service
  let receivedBytes = 0
  const server = await startRecordingServer((exchange) => answerRequest(exchange, service), options, {
    isUpload: (url, { 'content-type': type = '' }) =>
      !url.startsWith('/v1/messages') && /^(multipart\/|application\/octet-stream)/.test(type),
    onBytes: (count) => {
      receivedBytes += count
    },
  })
  const fake = makeScriptedFake(server, service.messages, () => {
    others.clear()
    calls.length = 0
    receivedBytes = 0
  })
  return {
    ...fake,
    others: { script: others.script, always: others.always },
    calls,
    get receivedBytes() {
      return receivedBytes
    },
    addFile: ({
      sizeBytes,
      filename = 'made.bin',
      mimeType = 'application/octet-stream',
      account = onlyAccount,
    }) => {
      const id = fakeId('file_')
      workspace.files.push({ id, account, filename, mimeType, sizeBytes, sha256: null })
      return { id, sha256: generatedSha256(sizeBytes, id) }
    },
  }
}

async function answerRequest(exchange: Exchange, service: Service): Promise<void> {
  const requestId = fakeId('req_')
  const { request } = exchange
  const isMessage = `${request.method} ${request.path}` === 'POST /v1/messages'
  const behaviour = isMessage ? service.messages.next() : null
  const other = isMessage ? null : service.others.next()
  try {
    const account = admit(request, service)
    if (behaviour !== null) {
      const body = decodeBody(request)
      checkMessageBody(body)
      await answerMessage(exchange, body, behaviour, requestId)
    }
    if (other !== null) {
      await answerOther({ exchange, requestId, workspace: service.workspace, account }, other)
    }
  } catch (error) {
    if (!(error instanceof Rejection)) throw error
    sendError(exchange, error.error, requestId)
  }
}

/** @returns the account of the caller. */
function admit(request: RecordedRequest, { options, calls }: Service): string {
  const proof = checkCredential(request.headers, options)
  if (request.headers['anthropic-version'] === undefined) {
    throw new Rejection(400, 'anthropic-version: header is required')
  }
  calls.push({ request, ...proof })
  return options.accountOf?.(proof.secret) ?? onlyAccount
}
