import type { Role } from '@headgate/shared/system'
import { useState } from 'react'
import { ROLES } from '../lib/roles.ts'
import { Field } from './field.tsx'
import { Select } from './input.tsx'

interface RoleFieldProps {
  readonly initial: Role
  /** Those one can choose from; all of them by default. */
  readonly roles?: readonly Role[]
}

const ALL = Object.keys(ROLES) as Role[]

/** A role, with what it allows. */
export function RoleField({ initial, roles = ALL }: RoleFieldProps) {
  const [role, setRole] = useState(initial)
  return (
    <Field label="Role" hint={ROLES[role].may}>
      {(control) => (
        <Select
          {...control}
          name="role"
          value={role}
          onChange={(event) => setRole(roles.find((name) => name === event.target.value) ?? role)}
        >
          {roles.map((name) => (
            <option key={name} value={name}>
              {ROLES[name].label}
            </option>
          ))}
        </Select>
      )}
    </Field>
  )
}
