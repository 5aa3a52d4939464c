import { byIdSchema, removedSchema } from '@headgate/shared/primitives'
import {
  createProjectSchema,
  listProjectsSchema,
  projectPageSchema,
  projectViewSchema,
  setRoutingSchema,
  updateProjectSchema,
} from '@headgate/shared/projects'
import { changeProcedure, readProcedure, router } from '../procedures.ts'

export const projectsRouter = router({
  list: readProcedure
    .input(listProjectsSchema)
    .output(projectPageSchema)
    .query(({ ctx, input }) => ctx.use.listProjects(input)),
  get: readProcedure
    .input(byIdSchema)
    .output(projectViewSchema)
    .query(({ ctx, input }) => ctx.use.getProject(input)),
  create: changeProcedure
    .input(createProjectSchema)
    .output(projectViewSchema)
    .mutation(({ ctx, input }) => ctx.use.createProject(ctx.actor, input)),
  update: changeProcedure
    .input(updateProjectSchema)
    .output(projectViewSchema)
    .mutation(({ ctx, input }) => ctx.use.updateProject(ctx.actor, input)),
  remove: changeProcedure
    .input(byIdSchema)
    .output(removedSchema)
    .mutation(({ ctx, input }) => ctx.use.removeProject(ctx.actor, input)),
  setRouting: changeProcedure
    .input(setRoutingSchema)
    .output(projectViewSchema)
    .mutation(({ ctx, input }) => ctx.use.setRouting(ctx.actor, input)),
})
