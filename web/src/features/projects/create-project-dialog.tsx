import { useMutation, useQuery } from '@tanstack/react-query'
import { createProjectSchema } from '@headgate/shared/projects'
import { useState } from 'react'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { Field } from '../../components/field.tsx'
import { FormActions } from '../../components/form-actions.tsx'
import { Form } from '../../components/form.tsx'
import { Input } from '../../components/input.tsx'
import { errorFacts } from '../../lib/error-facts.ts'
import { checkForm, fieldErrors, type FieldErrors } from '../../lib/form-issues.ts'
import { notify, notifyFailure } from '../../lib/notify.ts'
import { credentialsQuery } from '../../lib/queries.ts'
import { trpc } from '../../lib/trpc.ts'
import { PoolChoice } from './pool-choice.tsx'
import { suggestSlug } from './suggest-slug.ts'

interface CreateProjectDialogProps {
  readonly onClose: () => void
  readonly onCreated: (projectId: string) => void
}

export function CreateProjectDialog({ onClose, onCreated }: CreateProjectDialogProps) {
  const [errors, setErrors] = useState<FieldErrors>({})
  const [name, setName] = useState('')
  const [ownSlug, setOwnSlug] = useState<string | null>(null)
  const credentials = useQuery(credentialsQuery())
  const create = useMutation(trpc.projects.create.mutationOptions())
  const route = useMutation(trpc.projects.setRouting.mutationOptions())

  const submit = async (form: FormData) => {
    const checked = checkForm(createProjectSchema, { name: form.get('name'), slug: form.get('slug') })
    setErrors(checked.ok ? {} : checked.errors)
    if (!checked.ok) return
    const project = await create.mutateAsync(checked.value)
    const chosen = form.getAll('pool').filter((id) => typeof id === 'string')
    const pool = chosen.map((credentialId, priority) => ({ credentialId, priority }))
    // The project exists now: what is left to do is on its own page, whatever becomes of the pool.
    try {
      if (pool.length > 0) await route.mutateAsync({ id: project.id, pool })
      notify(`${project.name} is created.`)
    } catch (error) {
      notifyFailure(
        `${project.name} is created, but its credentials are not set: ${errorFacts(error).message}`,
      )
    }
    onCreated(project.id)
  }
  return (
    <Dialog title="Create project" onClose={onClose}>
      <Form
        errors={errors}
        onSubmit={(form) => {
          submit(new FormData(form)).catch((error: unknown) =>
            setErrors(fieldErrors(errorFacts(error).issues)),
          )
        }}
      >
        <Field label="Name" error={errors['name']} hint="For people, as in “Support assistant”.">
          {(control) => (
            <Input
              {...control}
              name="name"
              autoFocus
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Field label="Slug" error={errors['slug']} hint="For logs and reports. It cannot be changed later.">
          {(control) => (
            <Input
              {...control}
              name="slug"
              spellCheck={false}
              className="font-mono"
              value={ownSlug ?? suggestSlug(name)}
              onChange={(event) => setOwnSlug(event.target.value)}
            />
          )}
        </Field>
        <PoolChoice credentials={credentials.data?.items ?? []} />
        {create.error && <ErrorNotice title="The project is not created." error={create.error} />}
        <FormActions action="Create project" busy={create.isPending || route.isPending} onCancel={onClose} />
      </Form>
    </Dialog>
  )
}
