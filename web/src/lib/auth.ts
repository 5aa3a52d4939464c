// Signing in and out: two plain calls; the session is a cookie that scripts cannot read.
import { z } from 'zod'

const failureSchema = z.object({ code: z.string().optional(), message: z.string().optional() })

/** The password was right; a code of the authenticator is asked for as well. */
export class CodeNeeded extends Error {}

/** @throws Error with words for the person who signs in. */
export async function signIn(email: string, password: string, code?: string): Promise<void> {
  const response = await post('/auth/sign-in/email', { email, password, ...(code && { code }) })
  if (response.ok) return
  if (response.status === 429) throw new Error('Too many attempts. Wait a few minutes and try again.')
  const failure = failureSchema.safeParse(await response.json().catch(() => null)).data
  if (failure?.code === 'SECOND_FACTOR_NEEDED') throw new CodeNeeded('Enter the code of your authenticator.')
  if (failure?.code === 'SECOND_FACTOR_WRONG') throw new Error('This code is not right, or was used before.')
  if (response.status === 401 || failure?.code === 'INVALID_EMAIL') {
    throw new Error('Email and password do not match.')
  }
  throw new Error(failure?.message ?? `The gateway answered with status ${response.status}.`)
}

/** @throws Error when the session could not be ended. */
export async function signOut(): Promise<void> {
  const response = await post('/auth/sign-out', {})
  if (!response.ok) throw new Error(`Signing out failed with status ${response.status}.`)
}

async function post(path: string, body: object): Promise<Response> {
  try {
    return await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  } catch {
    throw new Error('The gateway does not answer. Check that it is running and that you can reach it.')
  }
}
