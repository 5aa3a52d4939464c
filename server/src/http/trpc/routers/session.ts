// Who is asking, what people do with their own access, and how the first owner comes to be.
import { enteredSchema } from '@headgate/shared/people'
import {
  begunSecondFactorSchema,
  changePasswordSchema,
  confirmSecondFactorSchema,
  disableSecondFactorSchema,
  endedSessionsSchema,
  recoveryCodesSchema,
  revokeSessionSchema,
  secondFactorStateSchema,
  sessionListSchema,
  waysToSignInSchema,
  withPasswordSchema,
} from '@headgate/shared/sessions'
import { createOwnerSchema, currentActorSchema, setupStatusSchema } from '@headgate/shared/system'
import { personProcedure, publicProcedure, readProcedure, router } from '../procedures.ts'

export const sessionRouter = router({
  current: readProcedure.output(currentActorSchema).query(({ ctx }) => {
    const { kind, name, email, role } = ctx.actor
    return { kind: kind === 'system' ? 'admin_token' : kind, name, email, role }
  }),
  ways: publicProcedure.output(waysToSignInSchema).query(({ ctx }) => ctx.use.waysToSignIn()),
  list: personProcedure
    .output(sessionListSchema)
    .query(({ ctx }) => ctx.use.listSessions(ctx.actor, ctx.actor.id)),
  revoke: personProcedure
    .input(revokeSessionSchema)
    .output(endedSessionsSchema)
    .mutation(({ ctx, input }) => ctx.use.endSessions(ctx.actor, { id: ctx.actor.id, sessionId: input.id })),
  changePassword: personProcedure
    .input(changePasswordSchema)
    .output(endedSessionsSchema)
    .mutation(({ ctx, input }) => ctx.use.changePassword(ctx.actor, input)),
  secondFactor: personProcedure
    .output(secondFactorStateSchema)
    .query(({ ctx }) => ctx.use.secondFactorState(ctx.actor)),
  beginSecondFactor: personProcedure
    .input(withPasswordSchema)
    .output(begunSecondFactorSchema)
    .mutation(({ ctx, input }) => ctx.use.beginSecondFactor(ctx.actor, input)),
  confirmSecondFactor: personProcedure
    .input(confirmSecondFactorSchema)
    .output(recoveryCodesSchema)
    .mutation(({ ctx, input }) => ctx.use.confirmSecondFactor(ctx.actor, input)),
  disableSecondFactor: personProcedure
    .input(disableSecondFactorSchema)
    .output(endedSessionsSchema)
    .mutation(({ ctx, input }) => ctx.use.disableSecondFactor(ctx.actor, input)),
})

export const setupRouter = router({
  status: publicProcedure
    .output(setupStatusSchema)
    .query(async ({ ctx }) => ({ ownerExists: await ctx.use.ownerExists() })),
  createOwner: publicProcedure
    .input(createOwnerSchema)
    .output(enteredSchema)
    .mutation(({ ctx, input }) => ctx.use.createOwner(ctx.address, input)),
})
