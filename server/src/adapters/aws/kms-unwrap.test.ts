import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import { KMS_KEY_ARN } from '../../../../e2e/fakes/kms/fake-kms.ts'
import { startRecordingServer } from '../../../../e2e/fakes/http-server.ts'
import { makeKmsUnwrap } from './kms-unwrap.ts'

afterEach(() => vi.unstubAllEnvs())

test.each([
  [400, 'ThrottlingException', true],
  [503, 'KMSInternalException', true],
  [400, 'AccessDeniedException', false],
  [307, 'Moved', false],
])('%i %s: worth another try: %s', async (status, type, isPassing) => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret')
  const server = await startRecordingServer(({ response }) => {
    response.writeHead(status, { location: 'https://elsewhere.example/' })
    response.end(JSON.stringify({ __type: `com.amazonaws.kms#${type}`, message: 'why' }))
    return Promise.resolve()
  }, {})
  onTestFinished(() => server.close())
  const unwrap = makeKmsUnwrap({ endpointUrl: server.url, now: () => new Date() })
  const wrapped = { kind: 'awskms', id: 'k', keyArn: KMS_KEY_ARN, ciphertext: 'AAAA' } as const
  await expect(unwrap(wrapped)).rejects.toMatchObject({ isPassing, message: expect.stringContaining(type) })
  expect(server.requests.length).toBe(1)
})
