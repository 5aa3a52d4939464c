// The browser tests need a browser: use the one that is there, else install Debian's, else say so and fail.
import { spawnSync } from 'node:child_process'
import { findChromium } from './chromium.ts'

if (findChromium() === null) {
  const canInstall = process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0
  if (canInstall) {
    process.stdout.write('No Chromium found: installing the Debian package.\n')
    const options = { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } } as const
    spawnSync('apt-get', ['update', '-qq'], options)
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], options)
  }
  if (findChromium() === null) {
    process.stderr.write(
      'The browser tests need Chromium or Chrome, none was found, and none could be installed here.\n' +
        'Install one (Debian: apt-get install chromium) and run the tests again.\n',
    )
    process.exit(1)
  }
}
