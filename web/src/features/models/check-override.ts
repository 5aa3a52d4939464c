// From the form to an override. Empty fields change nothing.
import { setModelOverrideSchema, type SetModelOverride } from '@headgate/shared/models'
import { checkForm, type Checked } from '../../lib/form-issues.ts'
import { splitList } from '../../lib/split-list.ts'
import { withListErrors } from './list-errors.ts'

/** Stands for every Bedrock credential in the list of them. */
export const ALL_CREDENTIALS = ''

export function checkOverride(fields: Readonly<Record<string, string>>): Checked<SetModelOverride> {
  const values = {
    model: fields['model'] ?? '',
    credentialId: fields['credentialId'] || null,
    upstreamModel: fields['upstreamModel'] || null,
    baseModel: fields['baseModel'] || null,
    dropBetas: splitList(fields['dropBetas'] ?? ''),
    dropFields: splitList(fields['dropFields'] ?? ''),
  }
  return withListErrors(checkForm(setModelOverrideSchema, values), values)
}
