import { createRoute, redirect, useRouter } from '@tanstack/react-router'
import { z } from 'zod'
import { SignInPage } from '../features/session/sign-in-page.tsx'
import { setupStatusQuery, waysToSignInQuery } from '../lib/queries.ts'
import { queryClient } from '../lib/query-client.ts'
import { safeReturnPath } from '../lib/safe-return-path.ts'
import { rootRoute } from './root.tsx'

export const signInRoute = createRoute({
  path: '/sign-in',
  getParentRoute: () => rootRoute,
  validateSearch: z.object({
    redirect: z.string().optional().catch(undefined),
    problem: z.enum(['no-access', 'provider']).optional().catch(undefined),
  }),
  async loader() {
    const [{ ownerExists }, { identityProvider }] = await Promise.all([
      queryClient.query(setupStatusQuery()),
      queryClient.query(waysToSignInQuery()),
    ])
    if (!ownerExists && !identityProvider) redirect({ to: '/setup', replace: true, throw: true })
  },
  component: SignIn,
})

function SignIn() {
  const { redirect: wanted, problem } = signInRoute.useSearch()
  const router = useRouter()
  const enter = async () => {
    queryClient.clear()
    await router.navigate({ href: safeReturnPath(wanted), replace: true })
  }
  return <SignInPage problem={problem} onSignedIn={enter} />
}
