// What can be read about the running gateway: requests, usage, the audit trail.
import { auditPageSchema, listAuditSchema } from '@headgate/shared/audit'
import { listRequestsSchema, requestPageSchema } from '@headgate/shared/requests'
import { usageSummaryInputSchema, usageSummarySchema } from '@headgate/shared/usage'
import { readProcedure, router } from '../procedures.ts'

export const requestsRouter = router({
  list: readProcedure
    .input(listRequestsSchema)
    .output(requestPageSchema)
    .query(({ ctx, input }) => ctx.use.listRequests(input)),
})

export const usageRouter = router({
  summary: readProcedure
    .input(usageSummaryInputSchema)
    .output(usageSummarySchema)
    .query(({ ctx, input }) => ctx.use.summarizeUsage(input)),
})

export const auditRouter = router({
  list: readProcedure
    .input(listAuditSchema)
    .output(auditPageSchema)
    .query(({ ctx, input }) => ctx.use.listAudit(input)),
})
