import { defineConfig, devices } from '@playwright/test'
import { findChromium } from './e2e/chromium.ts'

const executablePath = findChromium() ?? undefined

export default defineConfig({
  testDir: 'e2e/specs',
  outputDir: 'test-results',
  fullyParallel: false,
  workers: 2,
  timeout: 60_000,
  retries: 0,
  forbidOnly: process.env.CI !== undefined,
  reporter: process.env.CI === undefined ? 'list' : [['list', { printSteps: false }]],
  projects: [
    { name: 'proxy', testDir: 'e2e/specs/proxy' },
    {
      name: 'console',
      testDir: 'e2e/specs/console',
      use: {
        ...devices['Desktop Chrome'],
        viewport: { width: 1440, height: 900 },
        trace: 'retain-on-failure',
        launchOptions: {
          ...(executablePath && { executablePath }),
          args: [
            '--no-sandbox',
            '--disable-gpu',
            '--disable-background-networking',
            '--disable-component-update',
          ],
        },
      },
    },
  ],
})
