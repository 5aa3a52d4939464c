import { expect, test } from 'vitest'
import type { AttemptResult, Candidate } from '../upstream/provider.ts'
import { emptyUsage } from '../usage/token-usage.ts'
import { makeUpstreamModels } from './upstream-models.ts'

const signal = new AbortController().signal
/** As much of one as the list of its models depends on. */
const candidate = (id: string, updatedAt = 0) =>
  ({ credential: { id, updatedAt: new Date(updatedAt) } }) as unknown as Candidate

async function* bodyOf(text: string): AsyncGenerator<Uint8Array> {
  await Promise.resolve()
  yield Buffer.from(text)
}

function listing(text: string): AttemptResult {
  return {
    kind: 'answer',
    answer: {
      status: 200,
      headers: [],
      streamed: false,
      body: bodyOf(text),
      upstreamRequestId: null,
      usage: emptyUsage(),
      finished: Promise.resolve({ kind: 'complete' }),
      abandon: () => undefined,
    },
  }
}

function world(answer: (id: string) => AttemptResult | Promise<AttemptResult>) {
  let time = 0
  const asked: string[] = []
  const models = makeUpstreamModels({
    now: () => new Date(time),
    anthropicPaths: {
      target: () => ({ upstreamModel: null, model: null }),
      async attempt(call, { credential }) {
        asked.push(`${credential.id} ${call.method} ${call.url}`)
        return answer(credential.id!)
      },
    },
  })
  const ids = async (...candidates: Candidate[]) => (await models(candidates, signal)).map(({ id }) => id)
  return { asked, ids, wait: (ms: number) => (time += ms) }
}

test('each credential is asked once in a while, also by calls that come together', async () => {
  const { asked, ids, wait } = world((id) => listing(`{"data":[{"id":"m-${id}"}]}`))
  const [first] = await Promise.all([ids(candidate('a'), candidate('b')), ids(candidate('a'))])
  expect(first).toEqual(['m-a', 'm-b'])
  expect(asked).toEqual(['a GET /v1/models?limit=1000', 'b GET /v1/models?limit=1000'])
  wait(299_000)
  await ids(candidate('a'))
  expect(asked).toHaveLength(2)
  wait(2_000)
  await ids(candidate('a'))
  expect(asked).toHaveLength(3)
  await ids(candidate('a', 5))
  expect(asked).toHaveLength(4)
})

test('one that fails adds nothing, and is asked again soon', async () => {
  let broken = true
  const { asked, ids, wait } = world((id) => {
    if (id === 'a' && broken) throw new Error('down')
    return listing(id === 'page' ? '<html>' : `{"data":[{"id":"m-${id}"}]}`)
  })
  expect(await ids(candidate('a'), candidate('b'), candidate('page'))).toEqual(['m-b'])
  await ids(candidate('a'))
  expect(asked).toHaveLength(3)
  broken = false
  wait(31_000)
  expect(await ids(candidate('a'))).toEqual(['m-a'])
})
