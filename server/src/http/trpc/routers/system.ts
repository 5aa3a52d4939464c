// The gateway itself: how it is, and the change of its encryption key.
import {
  replayedRecordsSchema,
  rotatedEncryptionKeySchema,
  systemStatusSchema,
} from '@headgate/shared/system'
import { replayRecords } from '../../../core/requests/replay-records.ts'
import { changeProcedure, ownerProcedure, readProcedure, router } from '../procedures.ts'

export const systemRouter = router({
  status: readProcedure.output(systemStatusSchema).query(({ ctx }) => ctx.use.systemStatus()),
  replayRecords: changeProcedure
    .output(replayedRecordsSchema)
    .mutation(({ ctx }) => replayRecords(ctx.ports, ctx.actor)),
  rotateEncryptionKey: ownerProcedure
    .output(rotatedEncryptionKeySchema)
    .mutation(({ ctx }) => ctx.use.rotateEncryptionKey(ctx.actor)),
})
