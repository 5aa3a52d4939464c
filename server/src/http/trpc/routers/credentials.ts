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
import { changeProcedure, readProcedure, router } from '../procedures.ts'

export const credentialsRouter = router({
  list: readProcedure
    .input(listCredentialsSchema)
    .output(credentialPageSchema)
    .query(({ ctx, input }) => ctx.use.listCredentials(input)),
  get: readProcedure
    .input(credentialByIdSchema)
    .output(credentialViewSchema)
    .query(({ ctx, input }) => ctx.use.getCredential(input)),
  create: changeProcedure
    .input(createCredentialSchema)
    .output(savedCredentialSchema)
    .mutation(({ ctx, input }) => ctx.use.createCredential(ctx.actor, input)),
  update: changeProcedure
    .input(updateCredentialSchema)
    .output(savedCredentialSchema)
    .mutation(({ ctx, input }) => ctx.use.updateCredential(ctx.actor, input)),
  rotate: changeProcedure
    .input(rotateCredentialSchema)
    .output(savedCredentialSchema)
    .mutation(({ ctx, input }) => ctx.use.rotateCredential(ctx.actor, input)),
  remove: changeProcedure
    .input(credentialByIdSchema)
    .output(removedSchema)
    .mutation(({ ctx, input }) => ctx.use.removeCredential(ctx.actor, input)),
  probe: changeProcedure
    .input(probeCredentialSchema)
    .output(probeResultSchema)
    .mutation(({ ctx, input }) => ctx.use.probeCredential(ctx.actor, input)),
  refresh: changeProcedure
    .input(credentialByIdSchema)
    .output(credentialViewSchema)
    .mutation(({ ctx, input }) => ctx.use.refreshCredential(ctx.actor, input)),
  beginOAuth: changeProcedure
    .input(beginOAuthSchema)
    .output(begunOAuthSchema)
    .mutation(({ ctx, input }) => ctx.use.beginOAuth(ctx.actor, input)),
  completeOAuth: changeProcedure
    .input(completeOAuthSchema)
    .output(savedCredentialSchema)
    .mutation(({ ctx, input }) => ctx.use.completeOAuth(ctx.actor, input)),
  clearCooldown: changeProcedure
    .input(credentialByIdSchema)
    .output(credentialViewSchema)
    .mutation(({ ctx, input }) => ctx.use.clearCooldown(ctx.actor, input)),
})
