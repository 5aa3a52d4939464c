import { describe, expect, test } from 'vitest'
import { answerHead, requestHead } from './translate-headers.ts'

/** `('host= x', 'a= b')` as a list of names and values. */
const list = (...fields: string[]): string[] => fields.flatMap((field) => field.split('= '))

const headersOf = (isWhole: boolean, ...fields: string[]) => requestHead(list(...fields), isWhole)!.headers

describe('the head of a request', () => {
  test('pseudo headers become method, path and host; the rest keeps its order', () => {
    const received = list(
      ':method= POST',
      ':scheme= http',
      ':authority= gateway:8080',
      ':path= /v1/messages?a=1',
      'x-api-key= k',
      'x-a= 1',
      'x-b= 2',
      'x-a= 3',
      'content-length= 7',
    )
    expect(requestHead(received, false)).toEqual({
      method: 'POST',
      path: '/v1/messages?a=1',
      headers: list(
        'host= gateway:8080',
        'x-api-key= k',
        'x-a= 1',
        'x-b= 2',
        'x-a= 3',
        'content-length= 7',
        'connection= close',
      ),
    })
  })

  test('the authority wins over a host header, which serves where there is none', () => {
    expect(headersOf(true, ':method= GET', ':path= /', ':authority= real', 'host= forged')).toEqual(
      list('host= real', 'connection= close'),
    )
    expect(headersOf(true, ':method= GET', ':path= /', 'host= h')).toEqual(
      list('host= h', 'connection= close'),
    )
  })

  test('crumbs of a cookie are put together', () => {
    expect(headersOf(true, ':method= GET', ':path= /', 'cookie= a=1', 'x= y', 'cookie= b=2')).toEqual(
      list('x= y', 'cookie= a=1; b=2', 'connection= close'),
    )
  })

  test.for([
    ['POST', true, ['content-length= 0']],
    ['POST', false, ['transfer-encoding= chunked']],
    ['GET', true, []],
    ['GET', false, ['transfer-encoding= chunked']],
    ['DELETE', true, []],
  ] as const)('%s, whole with its head: %s', ([method, isWhole, framing]) => {
    expect(headersOf(isWhole, `:method= ${method}`, ':path= /')).toEqual(
      list(...framing, 'connection= close'),
    )
  })

  test('what speaks of the connection is not handed on', () => {
    expect(
      headersOf(
        true,
        ':method= GET',
        ':path= /',
        'te= trailers',
        'transfer-encoding= gzip',
        'connection= x',
        'upgrade= h2c',
      ),
    ).toEqual(list('connection= close'))
  })

  test('CONNECT cannot be said', () => {
    expect(requestHead(list(':method= CONNECT', ':authority= x:1'), true)).toBeNull()
    expect(requestHead(list(':method= CONNECT', ':authority= x', ':path= /'), true)).toBeNull()
  })
})

test('the head of an answer: lower-case, repeated headers stay, hop-by-hop ones and those they name go', () => {
  const received = list(
    'Content-Type= text/plain',
    'Set-Cookie= a=1',
    'Connection= close, X-Hop',
    'set-cookie= b=2',
    'Keep-Alive= timeout=72',
    'Transfer-Encoding= chunked',
    'x-hop= 1',
    'X-Request-Id= Abc',
  )
  expect(answerHead(200, received)).toEqual(
    list(
      ':status= 200',
      'content-type= text/plain',
      'set-cookie= a=1',
      'set-cookie= b=2',
      'x-request-id= Abc',
    ),
  )
})
