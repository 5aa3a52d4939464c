// Every other path of Anthropic's API: handed on as it comes, to one credential, without looking inside.
import { callWithFailover, type FailoverDeps } from '../../core/routing/call-with-failover.ts'
import { workOf, type CallPort, type PlainCall } from '../../core/upstream/provider.ts'
import { recordCall, type RecordCallDeps } from './record-call.ts'
import { callersCredential } from './steps/callers-credential.ts'
import { checkPath } from './steps/check-path.ts'
import { chooseWorkspace } from './steps/choose-workspace.ts'
import { originForm } from './steps/origin-form.ts'
import { healthNews } from './steps/health-news.ts'
import { streamBody } from './steps/stream-body.ts'

export interface HandleOtherPathsDeps extends RecordCallDeps, FailoverDeps {
  readonly anthropicPaths: CallPort<PlainCall>
}

export function makeHandleOtherPaths(deps: HandleOtherPathsDeps) {
  const failover = { ...deps, health: healthNews('other_paths', deps.health) }

  return recordCall(deps, async ({ request, caller, headers, signal, ledger }) => {
    const { method, id: requestId } = request
    const url = originForm(request.raw.url)
    checkPath(method, url)
    const candidate =
      callersCredential(caller, headers) ?? chooseWorkspace(deps.state(), caller, headers, url)
    const call = { requestId, method, url, headers, body: streamBody(request.raw) }
    const work = workOf(call, () => deps.anthropicPaths)
    return callWithFailover(failover, [candidate], work, signal, ledger)
  })
}
