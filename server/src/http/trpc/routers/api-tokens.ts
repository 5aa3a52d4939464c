import {
  apiTokenPageSchema,
  apiTokenViewSchema,
  createApiTokenSchema,
  createdApiTokenSchema,
  listApiTokensSchema,
} from '@headgate/shared/api-tokens'
import { byIdSchema } from '@headgate/shared/primitives'
import { ownerProcedure, router } from '../procedures.ts'

export const apiTokensRouter = router({
  list: ownerProcedure
    .input(listApiTokensSchema)
    .output(apiTokenPageSchema)
    .query(({ ctx, input }) => ctx.use.listApiTokens(input)),
  create: ownerProcedure
    .input(createApiTokenSchema)
    .output(createdApiTokenSchema)
    .mutation(({ ctx, input }) => ctx.use.createApiToken(ctx.actor, input)),
  revoke: ownerProcedure
    .input(byIdSchema)
    .output(apiTokenViewSchema)
    .mutation(({ ctx, input }) => ctx.use.revokeApiToken(ctx.actor, input)),
})
