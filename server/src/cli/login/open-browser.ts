// Opens an address in the person's browser. Sign-in works without it too.
import open from 'open'

/** False without a display to show a browser on, such as over SSH. */
export function hasBrowser(
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
): boolean {
  if (env.SSH_CONNECTION !== undefined || env.SSH_TTY !== undefined) return false
  return platform === 'darwin' || platform === 'win32' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY)
}

export async function openBrowser(url: string): Promise<void> {
  if (!/^https?:\/\//.test(url)) return
  await open(url).catch(() => undefined)
}
