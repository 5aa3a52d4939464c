import { execFile, spawnSync } from 'node:child_process'
import { createDecipheriv } from 'node:crypto'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { temporaryDirectory } from '../../../test/temporary-directory.ts'
import { Secret } from '../../core/vault/secret.ts'
import { UnwrapError } from '../../core/vault/wrapped-key.ts'
import { makeAesGcmVault } from './aes-gcm-vault.ts'
import { equalTexts, newRequestId, randomKeyPart } from './digests.ts'
import { loadOrCreateKeyFile } from './key-file.ts'
import { openKeyRing, parseKeyEntries, parseKeyRing } from './key-ring.ts'

const KEY_A = Buffer.alloc(32, 1).toString('base64')
const KEY_B = Buffer.alloc(32, 2).toString('base64')
const PLACE = { table: 'credentials', column: 'aws_api_key', rowId: '0189f3a0-5b7e-7000-8000-000000000001' }

describe('vault', () => {
  const vault = makeAesGcmVault(parseKeyRing(`a:${KEY_A}`))

  test('opens what it sealed, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(vault.open(PLACE, vault.seal(PLACE, new Secret(text))).reveal()).toBe(text)
      }),
    )
  })

  test('is AES-256-GCM with the place as associated data', () => {
    const [, keyId, nonce, sealed] = vault.seal(PLACE, new Secret('secret')).split('.') as [
      string,
      string,
      string,
      string,
    ]
    expect(keyId).toBe('a')
    const bytes = Buffer.from(sealed, 'base64url')
    const decipher = createDecipheriv('aes-256-gcm', Buffer.alloc(32, 1), Buffer.from(nonce, 'base64url'))
    decipher.setAAD(Buffer.from(JSON.stringify([PLACE.table, PLACE.column, PLACE.rowId])))
    decipher.setAuthTag(bytes.subarray(-16))
    expect(decipher.update(bytes.subarray(0, -16)).toString() + decipher.final().toString()).toBe('secret')
  })

  test('never seals alike twice', () => {
    expect(vault.seal(PLACE, new Secret('x'))).not.toBe(vault.seal(PLACE, new Secret('x')))
  })

  test.each([
    { ...PLACE, rowId: 'another' },
    { ...PLACE, column: 'anthropic_api_key' },
    { ...PLACE, table: 'others' },
  ])('does not open at another place: %o', (elsewhere) => {
    expect(() => vault.open(elsewhere, vault.seal(PLACE, new Secret('x')))).toThrow('cannot be opened')
  })

  test('does not open a changed envelope, at any position', () => {
    const envelope = vault.seal(PLACE, new Secret('secret'))
    for (let i = 0; i < envelope.length; i++) {
      const changed = envelope.slice(0, i) + (envelope[i] === 'A' ? 'B' : 'A') + envelope.slice(i + 1)
      // Spare bits of the last base64 character carry nothing.
      if (i === envelope.length - 1) continue
      expect(() => vault.open(PLACE, changed), `position ${i}`).toThrow()
    }
  })

  test('a rotated ring opens old values and seals with the first key', () => {
    const old = vault.seal(PLACE, new Secret('x'))
    const rotated = makeAesGcmVault(parseKeyRing(`b:${KEY_B}, a:${KEY_A}`))
    expect(rotated.open(PLACE, old).reveal()).toBe('x')
    expect(rotated.seal(PLACE, new Secret('x'))).toMatch(/^hgv1\.b\./)
    expect(() => makeAesGcmVault(parseKeyRing(`b:${KEY_B}`)).open(PLACE, old)).toThrow("key 'a' is not in")
    expect(() => makeAesGcmVault(parseKeyRing(`a:${KEY_B}`)).open(PLACE, old)).toThrow(
      'not the one it was sealed with',
    )
  })

  test('tells plain values from sealed ones', () => {
    expect(vault.isSealed('sk-ant-oat01-plain')).toBe(false)
    expect(vault.isSealed(vault.seal(PLACE, new Secret('')))).toBe(true)
  })
})

describe('key ring', () => {
  test.each([
    ['', 'entry 1 does not start with an id'],
    ['nokey', 'entry 1 does not start with an id'],
    ['a:c2hvcnQ=', 'the key of entry 1 is not 32 bytes'],
    [`a:${KEY_A},b`, 'entry 2 does not start with an id'],
    [`a:${KEY_A},a:${KEY_B}`, 'two entries have the same id'],
    [`a:awskms:no-arn:${'A'.repeat(80)}`, 'entry 1 is not id:awskms:'],
    [`a:${KEY_A},b:awskms:arn:aws:kms:eu-west-1:111122223333:key/x:short`, 'entry 2 is not id:awskms:'],
    ['a:vault:transit:vault:v1:abc=', 'entry 1 is not id:vault:'],
    ['a:vault:transit/../sys/key:vault:v1:abc=', 'entry 1 is not id:vault:'],
    ['a:vault:transit/key:plain', 'entry 1 is not id:vault:'],
  ])('rejects %j', (text, message) => expect(() => parseKeyRing(text)).toThrow(message))

  const ARN = 'arn:aws:kms:eu-west-1:111122223333:key/0189f3a0-5b7e-7000-8000-000000000001'
  const CIPHERTEXT = 'A'.repeat(80)

  test('wrapped keys are read apart, and unwrapped', async () => {
    const entries = parseKeyEntries(
      `k:awskms:${ARN}:${CIPHERTEXT}, v:vault:team/transit/headgate:vault:v1:abc=, a:${KEY_A}`,
    )
    expect(entries).toMatchObject([
      { kind: 'awskms', id: 'k', keyArn: ARN, ciphertext: CIPHERTEXT },
      { kind: 'vault', id: 'v', mount: 'team/transit', key: 'headgate', ciphertext: 'vault:v1:abc=' },
      { kind: 'plain', id: 'a' },
    ])
    const unwrap = (byte: number) => () => Promise.resolve(Buffer.alloc(32, byte))
    const ring = await openKeyRing(entries, { awskms: unwrap(3), vault: unwrap(4) })
    expect([ring.sealing.id, [...ring.byId.keys()]]).toEqual(['k', ['k', 'v', 'a']])
    expect(ring.byId.get('v')!.bytes).toEqual(Buffer.alloc(32, 4))
    const short = () => Promise.resolve(Buffer.alloc(16))
    await expect(openKeyRing(entries, { awskms: short, vault: short })).rejects.toThrow(
      "the key 'k' could not be unwrapped: the unwrapped key is not 32 bytes",
    )
    expect(() => parseKeyRing(`k:awskms:${ARN}:${CIPHERTEXT}`)).toThrow("the key 'k' is wrapped")
  })

  test('what passes is tried again, what does not is not', async () => {
    const entries = parseKeyEntries(`k:awskms:${ARN}:${CIPHERTEXT}`)
    let calls = 0
    const failing = (isPassing: boolean) => () => {
      calls++
      return calls < 2 || !isPassing
        ? Promise.reject(new UnwrapError('no', { isPassing }))
        : Promise.resolve(Buffer.alloc(32))
    }
    await openKeyRing(entries, { awskms: failing(true), vault: failing(true) })
    expect(calls).toBe(2)
    calls = 0
    await expect(openKeyRing(entries, { awskms: failing(false), vault: failing(false) })).rejects.toThrow(
      'no',
    )
    expect(calls).toBe(1)
  })

  test('a generated key is private and stays', () => {
    const path = join(temporaryDirectory(), 'encryption.key')
    const first = loadOrCreateKeyFile(path)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(loadOrCreateKeyFile(path)).toBe(first)
    expect(parseKeyRing(first).sealing.bytes).toHaveLength(32)
    expect(readdirSync(join(path, '..'))).toEqual(['encryption.key'])
  })

  const module = new URL('./key-file.ts', import.meta.url).href
  const script = (path: string) =>
    `process.stdout.write((await import(${JSON.stringify(module)})).loadOrCreateKeyFile(${JSON.stringify(path)}))`

  test('processes that start at once agree on one key', async () => {
    const path = join(temporaryDirectory(), 'encryption.key')
    const run = () => promisify(execFile)(process.execPath, ['--input-type=module', '-e', script(path)])
    const keys = (await Promise.all(Array.from({ length: 6 }, run))).map(({ stdout }) => stdout)
    expect(new Set(keys)).toEqual(new Set([loadOrCreateKeyFile(path)]))
  })

  test('a start that cannot write leaves no empty key file behind', () => {
    const path = join(temporaryDirectory(), 'encryption.key')
    // No process of this shell may write to files.
    const { status } = spawnSync(
      'sh',
      ['-c', 'ulimit -f 0; exec "$0" "$@"', process.execPath, '--input-type=module', '-e', script(path)],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    )
    expect([status, existsSync(path)]).toEqual([1, false])
    expect(parseKeyRing(loadOrCreateKeyFile(path)).sealing.bytes).toHaveLength(32)
  })
})

test('random values', () => {
  expect(randomKeyPart()).toMatch(/^[A-Za-z0-9_-]{43}$/)
  expect(newRequestId()).toMatch(/^req_[0-9a-f]{32}$/)
  expect(equalTexts('a', 'a')).toBe(true)
  expect(equalTexts('a', 'b')).toBe(false)
})

test('a secret does not print itself', () => {
  const secret = new Secret('hidden')
  expect(`${String(secret)} ${JSON.stringify({ secret })}`).not.toContain('hidden')
})
