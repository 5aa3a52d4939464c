// Opens an address in the person's browser where there is one. Nothing depends on it.
import { spawn } from 'node:child_process'

type Env = Readonly<Record<string, string | undefined>>

interface Opener {
  readonly command: string
  readonly args: readonly string[]
}

/** Null where there is none to see, as over SSH. */
export function browserOpener(platform: NodeJS.Platform, env: Env): Opener | null {
  if (env.SSH_CONNECTION !== undefined || env.SSH_TTY !== undefined) return null
  if (platform === 'darwin') return { command: 'open', args: [] }
  if (platform === 'win32') return { command: 'rundll32', args: ['url.dll,FileProtocolHandler'] }
  return env.DISPLAY || env.WAYLAND_DISPLAY ? { command: 'xdg-open', args: [] } : null
}

export function openBrowser({ command, args }: Opener, url: string): void {
  if (!/^https?:\/\//.test(url)) return
  const child = spawn(command, [...args, url], { stdio: 'ignore', detached: true })
  child.on('error', () => undefined)
  child.unref()
}
