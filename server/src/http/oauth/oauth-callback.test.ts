import fastify from 'fastify'
import { expect, test } from 'vitest'
import type { Actor } from '../../core/admin/actor.ts'
import { DomainError } from '../../core/admin/domain-error.ts'
import type { Denial } from '../../core/audit/note-denial.ts'
import { OAUTH_CALLBACK_PATH, registerOAuthCallback } from './oauth-callback.ts'
import { SILENT_LOG } from '../../../test/silent-log.ts'

const ANN: Actor = {
  kind: 'user',
  id: 'u1',
  name: 'Ann',
  email: 'ann@example.com',
  role: 'admin',
  address: '192.0.2.1',
}

test('completing what somebody else has begun is denied, and written down', async () => {
  const app = fastify()
  const denials: Denial[] = []
  registerOAuthCallback(app, {
    sessionOf: () => Promise.resolve(ANN),
    complete: () => Promise.reject(new DomainError('forbidden', 'This sign-in was begun by somebody else.')),
    noteDenial: async (denial) => void denials.push(denial),
    log: SILENT_LOG,
  })
  const response = await app.inject(`${OAUTH_CALLBACK_PATH}?code=c&state=s`)
  expect([response.statusCode, response.body]).toEqual([
    403,
    expect.stringContaining('begun by somebody else'),
  ])
  expect(denials).toEqual([
    {
      actor: ANN,
      action: 'procedure.denied',
      target: { kind: 'procedure', id: 'credentials.completeOAuth' },
      details: { reason: 'This sign-in was begun by somebody else.' },
    },
  ])
})
