import {
  createCredentialSchema,
  credentialByIdSchema,
  credentialPageSchema,
  credentialViewSchema,
  listCredentialsSchema,
  probeCredentialSchema,
  probeResultSchema,
  rotateCredentialSchema,
  savedCredentialSchema,
  updateCredentialSchema,
} from '@headgate/shared/credentials'
import { beginOAuthSchema, begunOAuthSchema, completeOAuthSchema } from '@headgate/shared/oauth'
import { removedSchema } from '@headgate/shared/primitives'
import { clearCooldown } from '../../../core/credentials/clear-cooldown.ts'
import { createCredential } from '../../../core/credentials/create-credential.ts'
import { getCredential } from '../../../core/credentials/get-credential.ts'
import { listCredentials } from '../../../core/credentials/list-credentials.ts'
import { probeCredential } from '../../../core/credentials/probe-credential.ts'
import { removeCredential } from '../../../core/credentials/remove-credential.ts'
import { rotateCredential } from '../../../core/credentials/rotate-credential.ts'
import { updateCredential } from '../../../core/credentials/update-credential.ts'
import { beginOAuth } from '../../../core/oauth/flow/begin-oauth.ts'
import { completeOAuth } from '../../../core/oauth/flow/complete-oauth.ts'
import { refreshCredential } from '../../../core/oauth/refresh/refresh-credential.ts'
import { changeProcedure, readProcedure, router } from '../procedures.ts'

export const credentialsRouter = router({
  list: readProcedure
    .input(listCredentialsSchema)
    .output(credentialPageSchema)
    .query(({ ctx, input }) => listCredentials(ctx.ports, input)),
  get: readProcedure
    .input(credentialByIdSchema)
    .output(credentialViewSchema)
    .query(({ ctx, input }) => getCredential(ctx.ports, input)),
  create: changeProcedure
    .input(createCredentialSchema)
    .output(savedCredentialSchema)
    .mutation(({ ctx, input }) => createCredential(ctx.ports, ctx.actor, input)),
  update: changeProcedure
    .input(updateCredentialSchema)
    .output(savedCredentialSchema)
    .mutation(({ ctx, input }) => updateCredential(ctx.ports, ctx.actor, input)),
  rotate: changeProcedure
    .input(rotateCredentialSchema)
    .output(savedCredentialSchema)
    .mutation(({ ctx, input }) => rotateCredential(ctx.ports, ctx.actor, input)),
  remove: changeProcedure
    .input(credentialByIdSchema)
    .output(removedSchema)
    .mutation(({ ctx, input }) => removeCredential(ctx.ports, ctx.actor, input)),
  probe: changeProcedure
    .input(probeCredentialSchema)
    .output(probeResultSchema)
    .mutation(({ ctx, input }) => probeCredential(ctx.ports, ctx.actor, input)),
  refresh: changeProcedure
    .input(credentialByIdSchema)
    .output(credentialViewSchema)
    .mutation(({ ctx, input }) => refreshCredential(ctx.ports, ctx.actor, input)),
  beginOAuth: changeProcedure
    .input(beginOAuthSchema)
    .output(begunOAuthSchema)
    .mutation(({ ctx, input }) => beginOAuth(ctx.ports, ctx.actor, input)),
  completeOAuth: changeProcedure
    .input(completeOAuthSchema)
    .output(savedCredentialSchema)
    .mutation(({ ctx, input }) => completeOAuth(ctx.ports, ctx.actor, input)),
  clearCooldown: changeProcedure
    .input(credentialByIdSchema)
    .output(credentialViewSchema)
    .mutation(({ ctx, input }) => clearCooldown(ctx.ports, ctx.actor, input)),
})
