// Writes down that a project key was denied. Nobody waits for it: every denied client gets the same answer.
import { strangerAt } from '../audit/audit-log.ts'
import type { NoteDenial } from '../audit/note-denial.ts'
import type { DeniedKey } from './authenticate.ts'
import type { ClientCall } from './client-call.ts'
import { pathOf } from './request-path.ts'

const MAX_PATH_CHARS = 200

export function noteDeniedKey(
  noteDenial: NoteDenial,
  { address, method, url }: ClientCall,
  { reason, key, prefix }: DeniedKey,
): void {
  void noteDenial({
    actor: strangerAt(address),
    action: 'key.denied',
    target: { kind: 'key', id: key?.id ?? 'unknown' },
    details: {
      reason: WORDS[reason],
      ...(key && { name: key.name, projectId: key.projectId }),
      prefix,
      path: `${method} ${pathOf(url)}`.slice(0, MAX_PATH_CHARS),
    },
  })
}

const WORDS: Readonly<Record<DeniedKey['reason'], string>> = {
  unknown: 'It is no key of this gateway.',
  revoked: 'The key is revoked.',
  expired: 'The key has expired.',
  project_disabled: "The key's project is disabled.",
}
