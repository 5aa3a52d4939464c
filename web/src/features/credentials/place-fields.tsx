// Where a Bedrock credential is used: region and geography.
import { geographySchema, type Geography } from '@headgate/shared/providers'
import { useState } from 'react'
import { Field } from '../../components/field.tsx'
import { Input, Select } from '../../components/input.tsx'
import type { FieldErrors } from '../../lib/form-issues.ts'
import { GEOGRAPHIES } from './geographies.ts'
import { OTHER_REGION } from './read-form.ts'
import { isListedRegion, REGION_GROUPS } from './regions.ts'

interface PlaceFieldsProps {
  readonly region: string
  readonly geography?: Geography
  readonly errors: FieldErrors
  readonly onRegion: (region: string) => void
}

export function PlaceFields({ region, geography = 'auto', errors, onRegion }: PlaceFieldsProps) {
  return (
    <div className="grid items-start gap-4 sm:grid-cols-2">
      <RegionField region={region} error={errors['region']} onRegion={onRegion} />
      <GeographyField initial={geography} error={errors['geography']} />
    </div>
  )
}

interface RegionFieldProps {
  readonly region: string
  readonly error: string | undefined
  readonly onRegion: (region: string) => void
}

function RegionField({ region, error, onRegion }: RegionFieldProps) {
  const [typed, setTyped] = useState(!isListedRegion(region))
  const choose = (choice: string) => {
    setTyped(choice === OTHER_REGION)
    if (choice !== OTHER_REGION) onRegion(choice)
  }
  return (
    <div className="flex flex-col gap-2">
      <Field label="Region" error={typed ? undefined : error} hint="Where the key was made and is used.">
        {(control) => (
          <Select
            {...control}
            name="region"
            value={typed ? OTHER_REGION : region}
            onChange={(event) => choose(event.target.value)}
          >
            {REGION_GROUPS.map(({ label, regions }) => (
              <optgroup key={label} label={label}>
                {regions.map(({ code, place }) => (
                  <option key={code} value={code}>
                    {code} ({place})
                  </option>
                ))}
              </optgroup>
            ))}
            <option value={OTHER_REGION}>Another region...</option>
          </Select>
        )}
      </Field>
      {typed && (
        <Field label="Region code" error={error}>
          {(control) => (
            <Input
              {...control}
              name="otherRegion"
              defaultValue={isListedRegion(region) ? '' : region}
              placeholder="ap-east-2"
              spellCheck={false}
              onChange={(event) => onRegion(event.target.value.trim())}
            />
          )}
        </Field>
      )}
    </div>
  )
}

function GeographyField({
  initial,
  error,
}: {
  readonly initial: Geography
  readonly error: string | undefined
}) {
  const [geography, setGeography] = useState(initial)
  return (
    <Field label="Geography" error={error} hint={GEOGRAPHIES[geography].meaning}>
      {(control) => (
        <Select
          {...control}
          name="geography"
          value={geography}
          onChange={(event) => setGeography(geographySchema.parse(event.target.value))}
        >
          {geographySchema.options.map((option) => (
            <option key={option} value={option}>
              {GEOGRAPHIES[option].label}
              {option === 'auto' || option === 'none' ? '' : ` (${option}.)`}
            </option>
          ))}
        </Select>
      )}
    </Field>
  )
}
