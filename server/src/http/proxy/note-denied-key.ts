// Writes down that a project key was denied. Nobody waits for it: not the client, whose answer is the same for all of them.
import type { FastifyRequest } from 'fastify'
import { strangerAt } from '../../core/audit/audit-log.ts'
import type { NoteDenial } from '../../core/audit/note-denial.ts'
import { pathOf } from '../request-path.ts'
import type { DeniedKey } from './steps/authenticate.ts'

const MAX_PATH_CHARS = 200

export function noteDeniedKey(
  noteDenial: NoteDenial,
  { ip, method, raw }: FastifyRequest,
  { reason, key, prefix }: DeniedKey,
): void {
  void noteDenial({
    actor: strangerAt(ip),
    action: 'key.denied',
    target: { kind: 'key', id: key?.id ?? 'unknown' },
    details: {
      reason: WORDS[reason],
      ...(key && { name: key.name, projectId: key.projectId }),
      prefix,
      path: `${method} ${pathOf(raw.url)}`.slice(0, MAX_PATH_CHARS),
    },
  })
}

const WORDS: Readonly<Record<DeniedKey['reason'], string>> = {
  unknown: 'It is no key of this gateway.',
  revoked: 'The key is revoked.',
  expired: 'The key has expired.',
  project_disabled: "The key's project is disabled.",
}
