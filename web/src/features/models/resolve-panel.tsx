// Asks what would happen to a call, without making one. The question stands in the address, so that it can be linked.
import { useQuery } from '@tanstack/react-query'
import type { ModelView, ResolveModel } from '@headgate/shared/models'
import { useId, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Field } from '../../components/field.tsx'
import { Form } from '../../components/form.tsx'
import { Input, Select } from '../../components/input.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Panel } from '../../components/panel.tsx'
import { PROVIDER_NAMES } from '../../components/provider-badge.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import type { FieldErrors } from '../../lib/form-issues.ts'
import { formText } from '../../lib/form-text.ts'
import { credentialsQuery } from '../../lib/queries.ts'
import { splitList } from '../../lib/split-list.ts'
import { trpc } from '../../lib/trpc.ts'
import { useDraft } from '../../lib/use-draft.ts'
import { ModelNames } from './model-names.tsx'
import { Resolution } from './resolution.tsx'
import { checkResolve, type ResolveSearch } from './resolve-search.ts'

interface ResolvePanelProps {
  readonly search: ResolveSearch
  readonly models: readonly ModelView[]
  readonly onSearch: (search: ResolveSearch) => void
}

export function ResolvePanel({ search, models, onSearch }: ResolvePanelProps) {
  const asked = checkResolve(search)
  const [errors, setErrors] = useState<FieldErrors>({})
  const submit = (form: FormData) => {
    const wanted = {
      model: formText(form, 'model').trim(),
      credential: formText(form, 'credential'),
      betas: splitList(formText(form, 'betas')).join(','),
    }
    const checked = checkResolve(wanted)
    setErrors(checked.ok ? {} : checked.errors)
    if (checked.ok) onSearch({ ...wanted, betas: wanted.betas || undefined })
  }
  return (
    <Panel title="Resolve">
      <div className="p-4">
        <p className="mb-3 max-w-3xl text-sm text-n7">
          Shows what would become of a call: the id it gets upstream, where it goes, and what is changed on
          the way. Nothing is sent.
        </p>
        <ResolveForm {...{ search, models, errors }} onSubmit={submit} />
      </div>
      {asked.ok && <Answer input={asked.value} />}
    </Panel>
  )
}

interface ResolveFormProps {
  readonly search: ResolveSearch
  readonly models: readonly ModelView[]
  readonly errors: FieldErrors
  readonly onSubmit: (form: FormData) => void
}

function ResolveForm({ search, models, errors, onSubmit }: ResolveFormProps) {
  const credentials = useQuery(credentialsQuery()).data?.items
  const listId = useId()
  const [model, setModel] = useDraft(search.model ?? '')
  const [credential, setCredential] = useDraft(search.credential ?? '')
  const [betas, setBetas] = useDraft(search.betas?.replaceAll(',', ', ') ?? '')
  return (
    <Form
      label="Resolve"
      errors={errors}
      className="lg:flex-row lg:items-start"
      onSubmit={(form) => onSubmit(new FormData(form))}
    >
      <ModelNames id={listId} models={models} />
      <div className="grid grow items-start gap-4 md:grid-cols-3">
        <Field label="Model" error={errors['model']}>
          {(control) => (
            <Input
              {...control}
              name="model"
              list={listId}
              value={model}
              onChange={(event) => setModel(event.target.value)}
              placeholder="claude-sonnet-4-5"
              spellCheck={false}
            />
          )}
        </Field>
        <Field label="Credential" error={errors['credentialId']}>
          {(control) => (
            <Select
              {...control}
              name="credential"
              value={credential}
              onChange={(event) => setCredential(event.target.value)}
              className="truncate"
            >
              <option value="">Choose a credential</option>
              {credentials?.map(({ id, name, accountId, provider }) => (
                <option key={id} value={id}>
                  {PROVIDER_NAMES[provider]}: {name} ({accountId})
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label="Betas" optional error={errors['betas']}>
          {(control) => (
            <Input
              {...control}
              name="betas"
              value={betas}
              onChange={(event) => setBetas(event.target.value)}
              placeholder="context-1m-2025-08-07"
              spellCheck={false}
            />
          )}
        </Field>
      </div>
      <Button type="submit" className="self-start lg:mt-6.5">
        Resolve
      </Button>
    </Form>
  )
}

function Answer({ input }: { readonly input: ResolveModel }) {
  const resolution = useQuery(trpc.models.resolve.queryOptions(input))
  return (
    <div className="border-t border-n5">
      <Loaded query={resolution} what="The answer" skeleton={<SkeletonRows rows={6} height="h-10" />}>
        {(data) => <Resolution resolution={data} askedBetas={input.betas} />}
      </Loaded>
    </div>
  )
}
