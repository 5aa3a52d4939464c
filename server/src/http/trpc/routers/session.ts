// Who is asking, and how the first owner comes to be.
import { createOwnerSchema, currentActorSchema, setupStatusSchema } from '@headgate/shared/system'
import { z } from 'zod'
import { publicProcedure, readProcedure, router } from '../procedures.ts'

export const sessionRouter = router({
  current: readProcedure.output(currentActorSchema).query(({ ctx }) => {
    const { kind, name, email, role } = ctx.actor
    return { kind: kind === 'user' ? 'user' : 'admin_token', name, email, role }
  }),
})

export const setupRouter = router({
  status: publicProcedure
    .output(setupStatusSchema)
    .query(async ({ ctx }) => ({ ownerExists: await ctx.use.ownerExists() })),
  createOwner: publicProcedure
    .input(createOwnerSchema)
    .output(z.object({ email: z.string() }))
    .mutation(({ ctx, input }) => ctx.use.createOwner(ctx.address, input)),
})
