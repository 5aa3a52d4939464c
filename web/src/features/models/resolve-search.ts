// What the Resolve form asks, as it stands in the address.
import { idSchema } from '@headgate/shared/primitives'
import { resolveModelSchema, type ResolveModel } from '@headgate/shared/models'
import { z } from 'zod'
import { checkForm, type Checked } from '../../lib/form-issues.ts'
import { withListErrors } from './list-errors.ts'
import { splitList } from '../../lib/split-list.ts'

/** What is not valid is left out, so that an old link still shows the page. */
export const resolveSearchSchema = z.object({
  model: z.string().min(1).max(2048).optional().catch(undefined),
  credential: idSchema.optional().catch(undefined),
  /** Names set apart by commas. */
  betas: z.string().min(1).max(8192).optional().catch(undefined),
})
export type ResolveSearch = z.infer<typeof resolveSearchSchema>

export function checkResolve({
  model = '',
  credential = '',
  betas = '',
}: ResolveSearch): Checked<ResolveModel> {
  const values = { model, credentialId: credential, betas: splitList(betas) }
  return withListErrors(checkForm(resolveModelSchema, values), values)
}
