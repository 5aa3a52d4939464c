// The next step after a credential was saved: a project that uses it, and a key.
import type { SavedCredential } from '@headgate/shared/credentials'
import { nameSchema, slugSchema } from '@headgate/shared/primitives'
import { freeId, problemOf } from './ask-names.ts'
import type { Ask } from './ask.ts'
import type { Cli } from './cli.ts'
import type { Connection } from './connect.ts'
import { keyLines, publicUrlOf } from './key-words.ts'
import { listAllProjects } from './list-all.ts'
import { makeProject } from './make-project.ts'

export async function offerProject(
  { out }: Pick<Cli, 'out'>,
  connection: Connection,
  ask: Ask,
  credential: SavedCredential,
): Promise<void> {
  if (!(await ask.confirm('Make a project with a key that uses it now?', true))) return ask.end('Done.')
  const taken = new Set((await listAllProjects(connection)).map(({ slug }) => slug))
  const slug = await ask.text({
    message: 'Slug of the project',
    suggestion: freeId('default', taken),
    check: (answer) =>
      taken.has(answer) ? 'There is a project with this slug.' : problemOf(slugSchema)(answer),
  })
  const name = await ask.text({
    message: 'Name of the project',
    suggestion: slug,
    check: problemOf(nameSchema),
  })
  const keyName = await ask.text({
    message: 'Name of the key',
    suggestion: 'first key',
    check: problemOf(nameSchema),
  })
  const project = await makeProject(connection, { slug, name, credentialIds: [credential.id] })
  const publicUrl = await publicUrlOf(connection)
  const key = await connection.ask((gateway) =>
    gateway.keys.create.mutate({ projectId: project.id, name: keyName }),
  )
  ask.end(`The project ${project.slug} uses ${credential.accountId}.`)
  out.write(`${keyLines(out, key, publicUrl).join('\n')}\n`)
}
