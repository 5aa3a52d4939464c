import {
  forgetLearnedSchema,
  forgottenSchema,
  listModelsSchema,
  modelListSchema,
  modelOverrideViewSchema,
  modelResolutionSchema,
  removeModelOverrideSchema,
  resolveModelSchema,
  setModelOverrideSchema,
} from '@headgate/shared/models'
import { removedSchema } from '@headgate/shared/primitives'
import { changeProcedure, readProcedure, router } from '../procedures.ts'

export const modelsRouter = router({
  list: readProcedure
    .input(listModelsSchema)
    .output(modelListSchema)
    .query(({ ctx }) => ctx.use.listModels()),
  resolve: readProcedure
    .input(resolveModelSchema)
    .output(modelResolutionSchema)
    .query(({ ctx, input }) => ctx.use.resolveModel(input)),
  setOverride: changeProcedure
    .input(setModelOverrideSchema)
    .output(modelOverrideViewSchema)
    .mutation(({ ctx, input }) => ctx.use.setOverride(ctx.actor, input)),
  removeOverride: changeProcedure
    .input(removeModelOverrideSchema)
    .output(removedSchema)
    .mutation(({ ctx, input }) => ctx.use.removeOverride(ctx.actor, input)),
  forgetLearned: changeProcedure
    .input(forgetLearnedSchema)
    .output(forgottenSchema)
    .mutation(({ ctx, input }) => ctx.use.forgetLearned(ctx.actor, input)),
})
