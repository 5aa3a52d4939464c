// A scripted stand-in for STS: AssumeRole of the query protocol, with keys that the stand-ins for Bedrock can verify.
import { newTemporaryKey, type IamKey } from '../aws/iam-keys.ts'
import { htmlPage } from '../html-page.ts'
import { startRecordingServer, type Exchange, type ServerOptions } from '../http-server.ts'
import { pause, untilGone } from '../pacing.ts'
import { makeBehaviourQueue, makeScriptedFake, type ScriptedFake } from '../scripted-fake.ts'
import type { StsBehaviour } from './behaviours.ts'
import { accessDenied, checkRequest, StsRejection, type RoleRequest, type StsRules } from './check-request.ts'
import { assumedRoleXml, errorXml } from './sts-xml.ts'

interface FakeStsOptions extends ServerOptions, StsRules {}

export interface FakeSts extends ScriptedFake<StsBehaviour> {
  /** Every key given out; a live list, which goes into `temporaryKeys` of the stand-ins for Bedrock. */
  readonly issuedKeys: readonly IamKey[]
  /** What was asked for in the requests that were granted. */
  readonly roles: readonly RoleRequest[]
  /** Requests that were granted. */
  readonly assumed: number
  /** Ends every key given out so far, whatever expiration it was given out with. */
  readonly expireIssued: () => void
}

/** Resetting forgets requests, script and counters; keys stay as they are. */
export async function startFakeSts(options: FakeStsOptions = {}): Promise<FakeSts> {
  const queue = makeBehaviourQueue<StsBehaviour>({ kind: 'answer' })
  const issuedKeys: IamKey[] = []
  const roles: RoleRequest[] = []
  const grant = (role: RoleRequest, seconds: number) => {
    const key = newTemporaryKey(new Date(Date.now() + seconds * 1000))
    issuedKeys.push(key)
    roles.push(role)
    return assumedRoleXml(role, key)
  }
  const server = await startRecordingServer(async (exchange) => {
    try {
      await answerRequest(
        exchange,
        queue.next,
        (request) => checkRequest(request, options, issuedKeys),
        grant,
      )
    } catch (error) {
      if (!(error instanceof StsRejection)) throw error
      sendXml(exchange, error.status, errorXml(error.code, error.message))
    }
  }, options)
  const fake = makeScriptedFake(server, queue, () => {
    roles.length = 0
  })
  return {
    ...fake,
    issuedKeys,
    roles,
    get assumed() {
      return roles.length
    },
    expireIssued: () => {
      issuedKeys.splice(0, Infinity, ...issuedKeys.map((key) => ({ ...key, expiresAt: new Date(0) })))
    },
  }
}

type Check = (request: Exchange['request']) => Promise<RoleRequest>
type Grant = (role: RoleRequest, seconds: number) => string

async function answerRequest(
  exchange: Exchange,
  next: () => StsBehaviour,
  check: Check,
  grant: Grant,
): Promise<void> {
  const { request } = exchange
  if (`${request.method} ${request.path}` !== 'POST /')
    throw new StsRejection(404, 'InvalidAction', 'Not found')
  const behaviour = next()
  const role = await check(request)
  switch (behaviour.kind) {
    case 'answer': {
      const xml = grant(role, behaviour.expiresInSeconds ?? role.durationSeconds)
      await pause(exchange, behaviour.delayMs)
      return sendXml(exchange, 200, xml)
    }
    case 'error':
      throw new StsRejection(
        behaviour.status,
        behaviour.code,
        behaviour.message ?? 'The request was rejected.',
      )
    case 'access_denied':
      throw accessDenied(role)
    case 'expired_token':
      throw new StsRejection(403, 'ExpiredToken', 'The security token included in the request is expired')
    case 'html':
      exchange.response.writeHead(behaviour.status ?? 503, { 'content-type': 'text/html' })
      exchange.response.end(htmlPage(behaviour.status ?? 503))
      return
    case 'reset':
      return exchange.resetConnection()
    case 'hang':
      return untilGone(exchange)
  }
}

function sendXml({ response }: Exchange, status: number, xml: string): void {
  response.writeHead(status, { 'content-type': 'text/xml', 'content-length': Buffer.byteLength(xml) })
  response.end(xml)
}
