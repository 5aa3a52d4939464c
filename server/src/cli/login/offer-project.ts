// Offers the next step after a credential was saved: a project that uses it, with a key.
import type { SavedCredential } from '@headgate/shared/credentials'
import { nameSchema, slugSchema } from '@headgate/shared/primitives'
import { freeId } from './ask-names.ts'
import type { Ask } from '../prompts/ask.ts'
import type { Cli } from '../cli.ts'
import type { Connection } from '../connect/connect.ts'
import { newKeyLines } from '../output/new-key.ts'
import { listAllProjects } from '../connect/list-all.ts'
import { createProject, publicUrlOf } from '../connect/create-project.ts'
import { problemOf } from '../connect/plain-issue.ts'

export async function offerProject(
  { out }: Pick<Cli, 'out'>,
  connection: Connection,
  ask: Ask,
  credential: SavedCredential,
): Promise<void> {
  if (!(await ask.confirm('Create a project and a key that use it?', true))) return ask.end('Done.')
  const taken = new Set((await listAllProjects(connection)).map(({ slug }) => slug))
  const slug = await ask.text({
    message: 'Project slug',
    suggestion: freeId('default', taken),
    check: (answer) =>
      taken.has(answer) ? 'This slug is taken. Choose another one.' : problemOf(slugSchema)(answer),
  })
  const name = await ask.text({
    message: 'Project name',
    suggestion: slug,
    check: problemOf(nameSchema),
  })
  const keyName = await ask.text({
    message: 'Key name',
    suggestion: 'first key',
    check: problemOf(nameSchema),
  })
  const project = await createProject(connection, { slug, name, credentialIds: [credential.id] })
  const publicUrl = await publicUrlOf(connection)
  const key = await connection.ask((gateway) =>
    gateway.keys.create.mutate({ projectId: project.id, name: keyName }),
  )
  ask.end(`Created the project ${project.slug}. It uses ${credential.accountId}.`)
  out.write(`${newKeyLines(out, key, publicUrl).join('\n')}\n`)
}
