import type { Role } from '@headgate/shared/system'
import { useState } from 'react'
import { Field } from '../../components/field.tsx'
import { Select } from '../../components/input.tsx'
import { ROLES } from './roles.ts'

const NAMES = Object.keys(ROLES) as Role[]

export function RoleField({ initial }: { readonly initial: Role }) {
  const [role, setRole] = useState(initial)
  return (
    <Field label="Role" hint={ROLES[role].may}>
      {(control) => (
        <Select
          {...control}
          name="role"
          value={role}
          onChange={(event) => setRole(NAMES.find((name) => name === event.target.value) ?? role)}
        >
          {NAMES.map((name) => (
            <option key={name} value={name}>
              {ROLES[name].label}
            </option>
          ))}
        </Select>
      )}
    </Field>
  )
}
