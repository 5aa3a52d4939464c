// The way back for an owner who is locked out: a link that works once, made where the database can be reached.
import { randomUUID } from 'node:crypto'
import { randomKeyPart, sha256 } from './adapters/crypto/digests.ts'
import { openOrm } from './adapters/db/open-orm.ts'
import { makeUnsealedTransact } from './adapters/db/unit-of-work.ts'
import { publicUrlOf, readConfig } from './config/config.ts'
import { SYSTEM_ACTOR } from './core/admin/actor.ts'
import { makeCreateRecoveryLink } from './core/people/create-recovery-link.ts'
import { openDatabaseUrl } from './open-database.ts'

export interface RecoveryLink {
  readonly email: string
  readonly link: string
  readonly expiresAt: string
}

const ACTOR = { ...SYSTEM_ACTOR, name: 'command line of the server' }

/** @throws ConfigError, or DomainError when there is no such owner. */
export async function recoverOwner(
  environment: NodeJS.ProcessEnv,
  email: string,
  log: (message: string) => void,
): Promise<RecoveryLink> {
  const config = readConfig(environment)
  const database = openDatabaseUrl(config, log)
  try {
    const orm = await openOrm(database.url, { max: 1, statementTimeoutMs: 10_000, log: () => undefined })
    try {
      const now = () => new Date()
      const newId = () => randomUUID()
      const createRecoveryLink = makeCreateRecoveryLink({
        transact: makeUnsealedTransact({ orm, newId, now }),
        randomKeyPart,
        digest: sha256,
        newId,
        now,
        publicUrl: publicUrlOf(config),
      })
      return await createRecoveryLink(ACTOR, email)
    } finally {
      await orm.close()
    }
  } finally {
    database.release()
  }
}
