// What a newcomer finds: credentials of both providers, three projects, and calls that went well and badly.
import type { FakeAnthropic } from '../fakes/anthropic/fake-anthropic.ts'
import type { FakeBedrock } from '../fakes/bedrock/fake-bedrock.ts'
import type { AdminApi } from '../fixtures/admin-api.ts'
import { bodyOf, postMessages } from '../fixtures/messages.ts'

export interface DemoKeys {
  readonly anthropic: string
  readonly bedrock: string
  /** Anthropic first, Bedrock when that fails. */
  readonly pool: string
}

export async function seed(api: AdminApi): Promise<DemoKeys> {
  const filler = 'simulated'.repeat(6)
  const anthropic = await api.mutate<{ id: string }>('credentials.create', {
    provider: 'anthropic',
    method: 'api_key',
    accountId: 'acc_research',
    name: 'Research org',
    apiKey: `sk-ant-api03-${filler}`,
  })
  const bedrock = await api.mutate<{ id: string }>('credentials.create', {
    provider: 'bedrock',
    method: 'api_key',
    accountId: 'acc_bedrock_prod',
    name: 'Production',
    apiKey: `ABSK${filler}`,
    region: 'us-east-1',
    geography: 'us',
  })
  async function project(slug: string, name: string, ...pool: { id: string }[]): Promise<string> {
    const { id } = await api.mutate<{ id: string }>('projects.create', { slug, name })
    await api.mutate('projects.setRouting', {
      id,
      strategy: 'priority',
      pool: pool.map((credential, priority) => ({ credentialId: credential.id, priority, weight: 1 })),
    })
    return (await api.mutate<{ key: string }>('keys.create', { projectId: id, name: 'demo' })).key
  }
  return {
    anthropic: await project('assistant', 'Assistant', anthropic),
    bedrock: await project('batch-jobs', 'Batch jobs', bedrock),
    pool: await project('code-review', 'Code review', anthropic, bedrock),
  }
}

export async function callEach(
  url: string,
  keys: DemoKeys,
  { anthropic, bedrock }: { anthropic: FakeAnthropic; bedrock: FakeBedrock },
): Promise<void> {
  const call = async (key: string, changes: object) => {
    const response = await postMessages(url, { key }, bodyOf(changes))
    await response.text().catch(() => '')
  }
  const cached = {
    system: [{ type: 'text', text: 'You review code.', cache_control: { type: 'ephemeral' } }],
  }
  for (const key of [keys.anthropic, keys.bedrock, keys.pool]) {
    await call(key, { model: 'claude-haiku-4-5' })
    await call(key, { model: 'claude-sonnet-4-6', stream: true, ...cached })
  }
  anthropic.script({ kind: 'error', status: 529, type: 'overloaded_error', message: 'Overloaded' })
  await call(keys.pool, { model: 'claude-opus-4-8', stream: true })
  bedrock.script({ kind: 'cut', at: { events: 5 } })
  await call(keys.bedrock, { stream: true })
  await call(keys.bedrock, { model: 'claude-haiku-45' })
}
