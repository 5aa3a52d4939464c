import './lib/zod-without-eval.ts'
import '@fontsource-variable/inter/wght.css'
import './app/styles.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { router } from './app/router.tsx'
import { handleSignedOut, queryClient } from './lib/query-client.ts'
import { followSystemTheme } from './lib/theme.ts'

followSystemTheme()
handleSignedOut(() => {
  const { pathname, href } = router.latestLocation
  if (pathname === '/sign-in' || pathname === '/setup') return
  void router.navigate({ to: '/sign-in', search: { redirect: href } })
})

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
)
