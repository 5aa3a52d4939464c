import { useQuery } from '@tanstack/react-query'
import { CodeBlock } from '../../components/code-block.tsx'
import { systemStatusQuery } from '../../lib/queries.ts'

/** A call that any API token may make. */
export function TokenExample({ token = 'hga_YOUR_API_TOKEN' }: { readonly token?: string }) {
  const baseUrl = useQuery(systemStatusQuery()).data?.publicUrl ?? location.origin
  return (
    <CodeBlock
      code={`curl ${baseUrl}/trpc/credentials.list \\\n  -H 'authorization: Bearer ${token}'`}
      what="curl command"
    />
  )
}
