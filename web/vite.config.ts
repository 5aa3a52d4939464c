// How the console is built, and how it is developed against a gateway on its usual port.
import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const GATEWAY = 'http://127.0.0.1:4100'
/** The gateway answers cookies from its own origin only. */
const gateway = { target: GATEWAY, changeOrigin: true, headers: { origin: GATEWAY } }

/** What changes rarely is kept apart, so that browsers keep it over an update of the console. */
const CHUNKS = [
  { name: 'react', test: /node_modules\/(?:react|react-dom|scheduler)\// },
  { name: 'libraries', test: /node_modules\// },
]

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [react(), tailwindcss()],
  server: {
    proxy: {
      '/trpc': gateway,
      '/auth': gateway,
      '/audit/export': gateway,
      '/v1': gateway,
      '/readyz': gateway,
    },
  },
  // The content security policy allows no data: URLs for fonts.
  build: { assetsInlineLimit: 0, rolldownOptions: { output: { codeSplitting: { groups: CHUNKS } } } },
})
