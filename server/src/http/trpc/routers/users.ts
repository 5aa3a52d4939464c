// Who may sign in. Codes of links are sent as changes, because the input of a query would stand in its URL.
import {
  acceptInvitationSchema,
  enteredSchema,
  invitationPageSchema,
  invitePersonSchema,
  listPeopleSchema,
  madeInvitationSchema,
  openedLinkSchema,
  openLinkSchema,
  personPageSchema,
  personViewSchema,
  recoverSchema,
  setRoleSchema,
} from '@headgate/shared/people'
import {
  endedSessionsSchema,
  endSessionsSchema,
  sessionListSchema,
  sessionsOfSchema,
} from '@headgate/shared/sessions'
import { byIdSchema, removedSchema } from '@headgate/shared/primitives'
import { ownerProcedure, publicProcedure, router } from '../procedures.ts'

export const usersRouter = router({
  list: ownerProcedure
    .input(listPeopleSchema)
    .output(personPageSchema)
    .query(({ ctx, input }) => ctx.use.listPeople(input)),
  invite: ownerProcedure
    .input(invitePersonSchema)
    .output(madeInvitationSchema)
    .mutation(({ ctx, input }) => ctx.use.invitePerson(ctx.actor, input)),
  invitations: ownerProcedure
    .input(listPeopleSchema)
    .output(invitationPageSchema)
    .query(({ ctx, input }) => ctx.use.listInvitations(input)),
  revokeInvitation: ownerProcedure
    .input(byIdSchema)
    .output(removedSchema)
    .mutation(({ ctx, input }) => ctx.use.revokeInvitation(ctx.actor, input)),
  setRole: ownerProcedure
    .input(setRoleSchema)
    .output(personViewSchema)
    .mutation(({ ctx, input }) => ctx.use.setRole(ctx.actor, input)),
  remove: ownerProcedure
    .input(byIdSchema)
    .output(removedSchema)
    .mutation(({ ctx, input }) => ctx.use.removePerson(ctx.actor, input)),
  sessions: ownerProcedure
    .input(sessionsOfSchema)
    .output(sessionListSchema)
    .query(({ ctx, input }) => ctx.use.listSessions(ctx.actor, input.id)),
  endSessions: ownerProcedure
    .input(endSessionsSchema)
    .output(endedSessionsSchema)
    .mutation(({ ctx, input }) => ctx.use.endSessions(ctx.actor, input)),
  openLink: publicProcedure
    .input(openLinkSchema)
    .output(openedLinkSchema)
    .mutation(({ ctx, input }) => ctx.use.openLink(input)),
  acceptInvitation: publicProcedure
    .input(acceptInvitationSchema)
    .output(enteredSchema)
    .mutation(({ ctx, input }) => ctx.use.acceptInvitation(ctx.address, input)),
  recover: publicProcedure
    .input(recoverSchema)
    .output(enteredSchema)
    .mutation(({ ctx, input }) => ctx.use.recover(ctx.address, input)),
})
