// Gets an identity from AWS: from the machine's default chain, or by assuming a role on top of it or of given keys.
import { fromNodeProviderChain, fromTemporaryCredentials } from '@aws-sdk/credential-providers'
import type { Logger } from '../../core/log.ts'
import { AwsIdentityError, type IamCandidate } from '../../core/upstream/aws-signer.ts'
import { identityFailure, safeText } from './identity-failure.ts'
import type { Identity } from './identity.ts'

/** Longest wait for an identity: a request that needs one is not held up for longer. */
const FETCH_TIMEOUT_MS = 9000
/** For one step of it: twice this, and the time-out of a connection, stay below the whole. */
const STEP_TIMEOUT_MS = 3500
const CONNECT_TIMEOUT_MS = 2000
/** Of the metadata services, which are one hop away. */
const METADATA_TIMEOUT_MS = 1000

/** No shared file has it: nothing of the machine's profiles says anything about keys that were given. */
const NO_PROFILE = 'headgate: no profile'

type Keys = Awaited<ReturnType<ReturnType<typeof fromNodeProviderChain>>>

export type FetchIdentity = (candidate: IamCandidate) => Promise<Identity>

export function makeFetchIdentity(deps: { readonly log: Logger }): FetchIdentity {
  return async (candidate) => {
    const timeout = Promise.withResolvers<never>()
    const timer = setTimeout(() => {
      const message = `AWS gave no identity for this credential within ${FETCH_TIMEOUT_MS / 1000} s.`
      timeout.reject(new AwsIdentityError(message, { isRejected: false }))
    }, FETCH_TIMEOUT_MS)
    try {
      const keys = await Promise.race([fetchKeys(candidate, sdkLogger(deps.log, candidate)), timeout.promise])
      return identityOf(keys)
    } catch (error) {
      throw identityFailure(error, candidate)
    } finally {
      clearTimeout(timer)
    }
  }
}

/** Made anew each time: the SDK keeps what it once had, beyond its end when a service is away. */
function fetchKeys(candidate: IamCandidate, logger: SdkLogger): Promise<Keys> {
  const { roleArn, externalId, region, accountId } = candidate.credential
  const given = givenKeys(candidate)
  const clientConfig = {
    maxAttempts: 2,
    logger,
    requestHandler: {
      connectionTimeout: CONNECT_TIMEOUT_MS,
      requestTimeout: STEP_TIMEOUT_MS,
      throwOnRequestTimeout: true,
      httpAgent: { keepAlive: false },
      httpsAgent: { keepAlive: false },
    },
  }
  const chain = fromNodeProviderChain({
    clientConfig,
    logger,
    ignoreCache: true,
    timeout: METADATA_TIMEOUT_MS,
    maxRetries: 1,
  })
  // A profile or web identity of the machine may have to ask STS as well: in the same region.
  const ofMachine = () => chain({ callerClientConfig: { region: () => Promise.resolve(region) } })
  if (roleArn === null) return ofMachine()
  const assume = fromTemporaryCredentials({
    masterCredentials: given ?? ofMachine,
    clientConfig: { ...clientConfig, region, ...(given && { profile: NO_PROFILE }) },
    params: {
      RoleArn: roleArn,
      RoleSessionName: sessionName(accountId),
      ...(externalId !== null && { ExternalId: externalId }),
    },
  })
  return assume()
}

/** Null for the default chain. */
export function givenKeys({ credential, secret }: IamCandidate): Keys | null {
  if (credential.accessKeyId === null || secret.secretAccessKey === null) return null
  return {
    accessKeyId: credential.accessKeyId,
    secretAccessKey: secret.secretAccessKey.reveal(),
    ...(secret.sessionToken !== null && { sessionToken: secret.sessionToken.reveal() }),
  }
}

export function identityOf(keys: Keys & { readonly originalExpiration?: Date }): Identity {
  return {
    accessKeyId: keys.accessKeyId,
    secretAccessKey: keys.secretAccessKey,
    sessionToken: keys.sessionToken ?? null,
    // The SDK prolongs what the metadata service hands out too late; AWS does not.
    expiresAt: keys.originalExpiration ?? keys.expiration ?? null,
  }
}

/** 2 to 64 of `[\w+=,.@-]`: what CloudTrail shows for the calls. */
function sessionName(accountId: string): string {
  return `headgate-${accountId.replace(/[^A-Za-z0-9_+=,.@-]/g, '-')}`.slice(0, 64)
}

type SdkLogger = Record<'trace' | 'debug' | 'info' | 'warn' | 'error', (...words: unknown[]) => void>

/** Without one, the SDK's warnings go to the console. Its other words may hold what it sends. */
function sdkLogger(log: Logger, candidate: IamCandidate): SdkLogger {
  const silent = () => undefined
  const warn = (...words: unknown[]) => {
    const said = words.filter((word) => typeof word === 'string').join(' ')
    log.warn({ accountId: candidate.credential.accountId, said: safeText(said, candidate) }, 'AWS SDK')
  }
  return { trace: silent, debug: silent, info: silent, warn, error: warn }
}
