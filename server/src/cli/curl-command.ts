// A client's request as a command for a POSIX shell, with a variable where the key belongs.
import type { ConformanceCheck } from '@headgate/shared/credentials'

type ShownRequest = NonNullable<ConformanceCheck['request']>

/** Lines without their ends; the shell puts `$HEADGATE_KEY` in. */
export function curlCommand(baseUrl: string, { method, path, headers, body }: ShownRequest): string[] {
  const parts = [
    `curl -sS -N -i -X ${method} ${quoted(baseUrl + path)}`,
    '-H "x-api-key: $HEADGATE_KEY"',
    ...Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ...(body === null ? [] : [`--data-raw ${quoted(body)}`]),
  ]
  return parts.map((part, at) => `${at === 0 ? '' : '  '}${part}${at === parts.length - 1 ? '' : ' \\'}`)
}

/** Nothing inside is expanded. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
