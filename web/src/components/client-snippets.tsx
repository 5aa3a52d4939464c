import { Tabs } from 'radix-ui'
import { clientSnippets } from '../lib/client-snippets.ts'
import { CodeBlock } from './code-block.tsx'

interface ClientSnippetsProps {
  readonly baseUrl: string
  readonly apiKey: string
}

/** One tab per client, each with what has to be set there. */
export function ClientSnippets({ baseUrl, apiKey }: ClientSnippetsProps) {
  return (
    <Tabs.Root defaultValue="curl">
      <Tabs.List aria-label="Client" className="mb-3 flex flex-wrap gap-1">
        {clientSnippets(baseUrl, apiKey).map(({ id, client }) => (
          <Tabs.Trigger
            key={id}
            value={id}
            className="h-7 rounded-md px-2.5 text-sm text-n7 hover:text-n8 data-[state=active]:bg-n4 data-[state=active]:font-medium data-[state=active]:text-n8"
          >
            {client}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
      {clientSnippets(baseUrl, apiKey).map(({ id, what, hint, code }) => (
        <Tabs.Content key={id} value={id} className="flex flex-col gap-2 outline-none">
          <CodeBlock code={code} what={what} />
          <p className="text-xs text-n7">{hint}</p>
        </Tabs.Content>
      ))}
    </Tabs.Root>
  )
}
