import {
  createdKeySchema,
  createKeySchema,
  keyPageSchema,
  keyViewSchema,
  listKeysSchema,
} from '@headgate/shared/keys'
import { byIdSchema } from '@headgate/shared/primitives'
import { changeProcedure, readProcedure, router } from '../procedures.ts'

export const keysRouter = router({
  list: readProcedure
    .input(listKeysSchema)
    .output(keyPageSchema)
    .query(({ ctx, input }) => ctx.use.listKeys(input)),
  create: changeProcedure
    .input(createKeySchema)
    .output(createdKeySchema)
    .mutation(({ ctx, input }) => ctx.use.createKey(ctx.actor, input)),
  revoke: changeProcedure
    .input(byIdSchema)
    .output(keyViewSchema)
    .mutation(({ ctx, input }) => ctx.use.revokeKey(ctx.actor, input)),
})
