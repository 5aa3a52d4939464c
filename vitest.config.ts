import { defineConfig } from 'vitest/config'

const exclude = ['**/node_modules/**', '**/.builds/**', '**/dist/**']

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{shared,server,migrations,web,e2e,bench}/**/*.test.{ts,tsx}'],
          exclude: [...exclude, '**/*.db.test.ts'],
        },
      },
      {
        test: {
          name: 'db',
          include: ['{server,migrations}/**/*.db.test.ts'],
          exclude,
          globalSetup: ['server/test/start-postgres.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
