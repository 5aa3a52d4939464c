// The secret that cookies and the setup link are derived from: random, sealed, and the same for all replicas and keys.
import type { MikroORM } from '@mikro-orm/postgresql'
import { Secret } from '../../core/vault/secret.ts'
import type { Vault } from '../../core/vault/vault.ts'

const PLACE = { table: 'gateway_secrets', column: 'sealed', rowId: 'root' }

/** Of several processes that start at once, one makes it. @throws Error when no key at hand opens it. */
export async function loadOrCreateRootSecret(deps: {
  readonly orm: MikroORM
  readonly vault: Vault
  readonly random: () => string
}): Promise<Secret> {
  const em = deps.orm.em.fork()
  const read = async () => {
    const [row] = await em.execute<{ sealed: string }[]>(
      'select sealed from gateway_secrets where name = ?',
      [PLACE.rowId],
    )
    return row ? deps.vault.open(PLACE, row.sealed) : null
  }
  const stored = await read()
  if (stored) return stored
  const made = deps.vault.seal(PLACE, new Secret(deps.random()))
  await em.execute('insert into gateway_secrets (name, sealed) values (?, ?) on conflict do nothing', [
    PLACE.rowId,
    made,
  ])
  return (await read())!
}
