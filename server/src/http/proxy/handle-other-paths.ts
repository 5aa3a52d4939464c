// Every other path of Anthropic's API: handed on as it comes, to one credential, without looking inside.
import { callWithFailover, type FailoverDeps } from '../../core/routing/call-with-failover.ts'
import { workOf, type CallPort, type PlainCall } from '../../core/upstream/provider.ts'
import { accountFor, type AccountDeps } from './account-for.ts'
import { authenticate, type AuthenticateDeps } from './steps/authenticate.ts'
import { callersOwn } from './steps/callers-own.ts'
import { checkPath } from './steps/check-path.ts'
import { chooseWorkspace } from './steps/choose-workspace.ts'
import { originForm } from './steps/origin-form.ts'
import { secretNewsOnly } from './steps/secret-news.ts'
import { streamBody } from './steps/stream-body.ts'

export interface HandleOtherPathsDeps extends AccountDeps, AuthenticateDeps, FailoverDeps {
  readonly anthropicPaths: CallPort<PlainCall>
}

export function makeHandleOtherPaths(deps: HandleOtherPathsDeps) {
  // Files and batches have limits of their own, which say nothing about messages.
  const once = { ...deps, health: secretNewsOnly(deps.health) }

  return accountFor(deps, async ({ request, headers, signal, ledger }) => {
    const caller = authenticate(deps, headers)
    ledger.identified(caller, headers)
    const { method, id: requestId } = request
    const url = originForm(request.raw.url)
    checkPath(method, url)
    const candidate = callersOwn(caller, headers) ?? chooseWorkspace(deps.state(), caller, headers, url)
    const call = { requestId, method, url, headers, body: streamBody(request.raw) }
    const work = workOf(call, () => deps.anthropicPaths)
    return callWithFailover(once, [candidate], work, signal, ledger)
  })
}
