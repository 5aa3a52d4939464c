// nginx as a streaming reverse proxy with one worker, for comparison, where it is installed.
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Children } from './children.ts'
import { freePort } from '../../e2e/fixtures/free-port.ts'
import { childrenOf } from './proc.ts'
import { NO_KEYS, type Target } from './target.ts'
import { waitUntil } from './wait-until.ts'

/** Debian keeps it out of the PATH of ordinary users. */
const COMMANDS = ['nginx', '/usr/sbin/nginx', '/usr/local/sbin/nginx']

/** @returns null when nginx is not installed. */
export async function startNginx(
  children: Children,
  directory: string,
  upstream: string,
): Promise<Target | null> {
  const command = COMMANDS.find((name) => spawnSync(name, ['-v']).status === 0)
  if (command === undefined) return null
  const port = await freePort()
  const file = join(directory, 'nginx.conf')
  writeFileSync(file, configuration(directory, port, new URL(upstream).host))
  const child = children.spawn('nginx', command, ['-e', 'stderr', '-p', directory, '-c', file])
  const origin = `http://127.0.0.1:${port}`
  await waitUntil('nginx', () => fetch(origin, { method: 'HEAD' }).then(() => true))
  return { name: 'nginx', origin, pids: [child.pid, ...childrenOf(child.pid)], keys: NO_KEYS }
}

function configuration(directory: string, port: number, upstream: string): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((kind) => `${kind}_temp_path ${directory}/nginx-${kind};`)
    .join('\n  ')
  return `daemon off;
worker_processes 1;
pid ${directory}/nginx.pid;
error_log stderr warn;
events { worker_connections 1024; }
http {
  ${temporary}
  access_log off;
  keepalive_requests 1000000000;
  upstream fake {
    server ${upstream};
    keepalive 256;
    keepalive_requests 1000000000;
  }
  server {
    listen 127.0.0.1:${port};
    client_max_body_size 64m;
    location / {
      proxy_pass http://fake;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_buffering off;
      proxy_request_buffering off;
    }
  }
}
`
}
