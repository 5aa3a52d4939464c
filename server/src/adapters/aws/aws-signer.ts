// Signs requests to AWS: with the keys of a credential, or with an identity that AWS hands out for a while.
import type { Logger } from '../../core/log.ts'
import type { AwsSigner, IamCandidate } from '../../core/upstream/aws-signer.ts'
import { givenKeys, identityOf, makeFetchIdentity } from './fetch-identity.ts'
import { makeIdentityCache } from './identity-cache.ts'
import { signRequest } from './sign-request.ts'

export interface AwsSignerDeps {
  readonly now: () => Date
  readonly log: Logger
}

export function makeAwsSigner({ now, log }: AwsSignerDeps): AwsSigner {
  const identities = makeIdentityCache({
    now,
    fetch: makeFetchIdentity({ log }),
    onFailure: ({ credential: { accountId } }, error) =>
      log.warn({ accountId, error }, 'an AWS identity could not be renewed; the old one is still valid'),
  })
  return {
    async sign(request, candidate, service, signal) {
      const identity = isStatic(candidate)
        ? identityOf(givenKeys(candidate)!)
        : await identities.get(candidate, signal)
      return signRequest(request, identity, { region: candidate.credential.region, service, at: now() })
    },
    renew(candidate) {
      if (isStatic(candidate)) return false
      identities.drop(candidate)
      return true
    },
  }
}

/** Keys that were given and sign themselves. */
function isStatic(candidate: IamCandidate): boolean {
  return candidate.credential.roleArn === null && givenKeys(candidate) !== null
}
