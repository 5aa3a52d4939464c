// Where a Bedrock credential is used: region, surface and geography.
import { geographySchema, surfaceSchema, type Geography, type Surface } from '@headgate/shared/providers'
import { useState } from 'react'
import { Field } from '../../components/field.tsx'
import { Input, Select } from '../../components/input.tsx'
import { RadioList } from '../../components/radio-list.tsx'
import type { FieldErrors } from '../../lib/form-issues.ts'
import { GEOGRAPHIES } from '@headgate/shared/geographies'
import { OTHER_REGION } from './read-form.ts'
import { isListedRegion, REGION_GROUPS } from '@headgate/shared/regions'
import { SURFACES } from '@headgate/shared/surfaces'

interface PlaceFieldsProps {
  readonly region: string
  readonly geography?: Geography
  readonly surface?: Surface
  readonly errors: FieldErrors
  readonly onRegion: (region: string) => void
}

export function PlaceFields({
  region,
  geography = 'auto',
  surface: initialSurface = 'invoke',
  errors,
  onRegion,
}: PlaceFieldsProps) {
  const [surface, setSurface] = useState(initialSurface)
  return (
    <>
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <RegionField region={region} error={errors['region']} onRegion={onRegion} />
        <GeographyField initial={geography} surface={surface} error={errors['geography']} />
      </div>
      <RadioList
        legend="Surface"
        name="surface"
        options={SURFACE_OPTIONS}
        value={surface}
        onChange={setSurface}
      />
    </>
  )
}

const SURFACE_OPTIONS = surfaceSchema.options.map((value) => ({ value, ...SURFACES[value] }))

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
      <Field
        label="Region"
        error={typed ? undefined : error}
        hint="Where Bedrock is called, and where a Bedrock API key was made."
      >
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

interface GeographyFieldProps {
  readonly initial: Geography
  readonly surface: Surface
  readonly error: string | undefined
}

/** Without cross-region routing there is nothing to choose, and what was chosen before stays. */
function GeographyField({ initial, surface, error }: GeographyFieldProps) {
  const [geography, setGeography] = useState(initial)
  const isIdle = surface === 'mantle'
  return (
    <Field
      label="Geography"
      error={error}
      hint={isIdle ? 'Mantle serves every request from this region alone.' : GEOGRAPHIES[geography].meaning}
    >
      {(control) => (
        <Select
          {...control}
          name="geography"
          disabled={isIdle}
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
