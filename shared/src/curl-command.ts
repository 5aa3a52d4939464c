// A client's request as a command that can be pasted into a POSIX shell.
import type { ConformanceCheck } from './credentials.ts'

type ShownRequest = NonNullable<ConformanceCheck['request']>

/**
 * Lines without their ends. The body is sent as it is and the answer shown as it comes, head included.
 * @param keyText the key, or a variable that the shell puts in
 */
export function curlCommand(
  baseUrl: string,
  keyText: string,
  { method, path, headers, body }: ShownRequest,
): string[] {
  const parts = [
    `curl -sS -N -i -X ${method} ${quoted(baseUrl + path)}`,
    `-H "x-api-key: ${keyText}"`,
    ...Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ...(body === null ? [] : [`--data-raw ${quoted(body)}`]),
  ]
  return parts.map((part, at) => `${at === 0 ? '' : '  '}${part}${at === parts.length - 1 ? '' : ' \\'}`)
}

/** Nothing inside is expanded. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
