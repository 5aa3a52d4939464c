// A call of a client as a command that can be pasted into a terminal.
import { KEY_PLACEHOLDER } from './client-snippets.ts'

export interface ClientCall {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
}

const CREDENTIAL_HEADERS = new Set(['x-api-key', 'authorization', 'x-headgate-key'])

/** Where the call carries no key, a placeholder stands for it. */
export function curlCommand(baseUrl: string, { method, path, headers, body }: ClientCall): string {
  const hasKey = Object.keys(headers).some((name) => CREDENTIAL_HEADERS.has(name.toLowerCase()))
  const sent = hasKey ? headers : { 'x-api-key': KEY_PLACEHOLDER, ...headers }
  return [
    `curl${method === 'GET' ? '' : ` -X ${method}`} ${quoted(baseUrl + path)}`,
    ...Object.entries(sent).map(([name, value]) => `  -H ${quoted(`${name}: ${value}`)}`),
    ...(body === null ? [] : [`  --data-raw ${quoted(body)}`]),
  ].join(' \\\n')
}

/** For a POSIX shell: nothing inside is expanded. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
