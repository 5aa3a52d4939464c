// Writes down that a project key was refused. Nobody waits for it: not the client, whose answer is the same for all of them.
import type { FastifyRequest } from 'fastify'
import { strangerAt } from '../../core/audit/audit-log.ts'
import type { NoteRefusal } from '../../core/audit/note-refusal.ts'
import { pathOf } from '../request-path.ts'
import type { RefusedKey } from './steps/authenticate.ts'

const MAX_PATH_CHARS = 200

export function noteRefusedKey(
  noteRefusal: NoteRefusal,
  { ip, method, raw }: FastifyRequest,
  { reason, key, prefix }: RefusedKey,
): void {
  void noteRefusal({
    actor: strangerAt(ip),
    action: 'key.refused',
    target: { kind: 'key', id: key?.id ?? 'unknown' },
    details: {
      reason: WORDS[reason],
      ...(key && { name: key.name, projectId: key.projectId }),
      prefix,
      path: `${method} ${pathOf(raw.url)}`.slice(0, MAX_PATH_CHARS),
    },
  })
}

const WORDS: Readonly<Record<RefusedKey['reason'], string>> = {
  unknown: 'It is no key of this gateway.',
  revoked: 'The key is revoked.',
  expired: 'The key has expired.',
  project_disabled: "The key's project is disabled.",
}
