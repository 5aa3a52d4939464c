// The gateway itself: how it is, and the change of its encryption key.
import { rotatedEncryptionKeySchema, systemStatusSchema } from '@headgate/shared/system'
import { ownerProcedure, readProcedure, router } from '../procedures.ts'

export const systemRouter = router({
  status: readProcedure.output(systemStatusSchema).query(({ ctx }) => ctx.use.systemStatus()),
  rotateEncryptionKey: ownerProcedure
    .output(rotatedEncryptionKeySchema)
    .mutation(({ ctx }) => ctx.use.rotateEncryptionKey(ctx.actor)),
})
