// What the browser shows after a sign-in: one small page that runs nothing and fetches nothing.
import type { ServerResponse } from 'node:http'

export function answerPage(response: ServerResponse, status: number, title: string, words: string): void {
  const body = `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>${escaped(title)} - Headgate</title>
<body style="font-family: system-ui, sans-serif; max-width: 36rem; margin: 15vh auto; padding: 0 1rem">
<h1>${escaped(title)}</h1>
<p>${escaped(words)}</p>
</html>
`
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    connection: 'close',
  })
  response.end(body)
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)
}
