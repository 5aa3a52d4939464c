import { describe, expect, test } from 'vitest'
import { isLoopback, makeEndpointGuard, servesThisMachineOnly } from './endpoint-guard.ts'

const guard = (privateEndpoints: readonly string[] = [], allowLoopback = false) => {
  const { denial } = makeEndpointGuard({ allowLoopback, privateEndpoints })
  return (url: string) => denial(new URL(url))
}

describe('makeEndpointGuard', () => {
  test.each([
    'https://169.254.169.254/',
    'http://169.254.169.254/latest/meta-data',
    'https://[fe80::1]/',
    'https://[fd00:ec2::254]/',
    // Credentials of EKS pods.
    'https://[fd00:ec2::23]/',
    'https://169.254.170.23/',
    'https://100.100.100.200/',
    'https://0.0.0.0/',
    'https://[::]/',
    'https://[::ffff:169.254.169.254]/',
    'https://224.0.0.1/',
    'https://168.63.129.16/',
    'https://[fd20:ce::254]/',
    'https://[64:ff9b::a9fe:a9fe]/',
    'https://[64:ff9b:1::a9fe:a9fe]/',
    'https://[2002:a9fe:a9fe::1]/',
    'https://[::169.254.169.254]/',
    'https://[ff02::1]/',
    'https://metadata.google.internal/',
    'https://Metadata.Google.Internal./',
    // Other spellings of 169.254.169.254.
    'https://2852039166/',
    'https://0xa9fea9fe/',
    'https://0251.0376.0251.0376/',
  ])('never %s, whatever is configured', async (url) => {
    expect(await guard(['0.0.0.0/0', '::/0', '169.254.169.254'], true)(url)).not.toBeNull()
  })

  test.each([
    'https://10.0.0.5/',
    'https://192.168.1.1/',
    'https://172.16.0.1/',
    'https://[fd12::1]/',
    'https://100.64.0.1/',
    'https://[64:ff9b::a00:5]/',
    'https://[64:ff9b::7f00:1]/',
    'https://[::10.0.0.5]/',
    'https://[fec0::1]/',
    'https://[2001::1]/',
  ])('%s only when listed', async (url) => {
    expect(await guard()(url)).toContain('HEADGATE_PRIVATE_ENDPOINTS')
    expect(
      await guard([
        '10.0.0.0/8',
        '192.168.1.1',
        '172.16.0.0/12',
        'fd00::/8',
        '100.64.0.0/10',
        '64:ff9b::/96',
        '::/96',
        'fec0::/10',
        '2001::/32',
      ])(url),
    ).toBeNull()
  })

  test('loopback while the gateway itself is on loopback', async () => {
    expect(await guard([], true)('http://127.0.0.1:9000')).toBeNull()
    expect(await guard([], true)('http://localhost:9000')).toBeNull()
    expect(await guard()('http://127.0.0.1:9000')).not.toBeNull()
    expect(await guard(['127.0.0.1'])('http://127.0.0.1:9000')).toBeNull()
    expect(await guard(['localhost'])('http://localhost:9000')).toBeNull()
    expect(await guard(['LocalHost'])('http://LOCALHOST:9000')).toBeNull()
  })

  test('plain http only to loopback', async () => {
    expect(await guard(['10.0.0.0/8'])('http://10.0.0.5/')).toContain('https')
    expect(await guard()('http://8.8.8.8/')).toContain('https')
  })

  test('public addresses, and names that do not resolve here', async () => {
    expect(await guard()('https://8.8.8.8/')).toBeNull()
    expect(await guard()('https://[2606:4700::1111]/')).toBeNull()
    // A network without IPv4 reaches it by NAT64.
    expect(await guard()('https://[64:ff9b::808:808]/')).toBeNull()
    expect(await guard()('https://vpce-1.example.invalid/')).toBeNull()
  })
})

test.each([
  ['127.0.0.1', true],
  ['::1', true],
  ['localhost', true],
  ['0.0.0.0', false],
  ['10.0.0.1', false],
  ['gateway.example', false],
])('isLoopback(%s) is %s', (host, expected) => expect(isLoopback(host)).toBe(expected))

test.each([
  ['127.0.0.1', 'http://127.0.0.1:4100', true],
  ['::1', 'http://[::1]:4100', true],
  ['localhost', 'http://localhost:8080', true],
  ['127.0.0.1', 'https://gateway.example', false],
  ['127.0.0.1', 'https://localhost.example', false],
  ['0.0.0.0', 'http://127.0.0.1:4100', false],
  ['10.0.0.1', 'http://10.0.0.1:4100', false],
])('at %s, known as %s: for this machine only? %s', (host, publicUrl, expected) => {
  expect(servesThisMachineOnly(host, publicUrl)).toBe(expected)
})
