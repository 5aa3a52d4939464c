import { useMutation, useQuery } from '@tanstack/react-query'
import { updateProjectSchema, type ProjectView } from '@headgate/shared/projects'
import { useState, type ReactNode } from 'react'
import { Button } from '../../components/button.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { Field } from '../../components/field.tsx'
import { Form } from '../../components/form.tsx'
import { Input } from '../../components/input.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Panel } from '../../components/panel.tsx'
import { SkeletonPanel } from '../../components/skeleton-panel.tsx'
import { TimeAgo } from '../../components/time-ago.tsx'
import { checkForm, type FieldErrors } from '../../lib/form-issues.ts'
import { notify } from '../../lib/notify.ts'
import { projectQuery } from '../../lib/queries.ts'
import { trpc } from '../../lib/trpc.ts'
import { ProjectGrants } from './project-grants.tsx'
import { ProjectSwitch } from './project-switch.tsx'
import { RemoveProject } from './remove-project.tsx'

interface ProjectSettingsProps {
  readonly projectId: string
  readonly onRemoved: () => void
}

export function ProjectSettings({ projectId, onRemoved }: ProjectSettingsProps) {
  const project = useQuery(projectQuery(projectId))
  return (
    <div className="max-w-2xl">
      <Loaded query={project} what="The project" skeleton={<SkeletonPanel rows={3} height="h-20" />}>
        {(data) => (
          <div className="flex flex-col gap-6">
            <RenameForm project={data} />
            <ProjectGrants project={data} />
            <Section
              title={data.enabled ? 'Disable project' : 'Enable project'}
              text={
                data.enabled
                  ? 'Its keys are denied until you enable it again. Nothing is lost.'
                  : 'Its keys work again at once.'
              }
            >
              <ProjectSwitch project={data} />
            </Section>
            <Section title="Remove project" text="Its keys stop working for good. Recorded requests stay.">
              <RemoveProject project={data} onRemoved={onRemoved} />
            </Section>
            <p className="text-xs text-n7">
              Created <TimeAgo time={data.createdAt} />, changed <TimeAgo time={data.updatedAt} />.
            </p>
          </div>
        )}
      </Loaded>
    </div>
  )
}

interface SectionProps {
  readonly title: string
  readonly text: string
  readonly children: ReactNode
}

function Section({ title, text, children }: SectionProps) {
  return (
    <Panel padded>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <div className="min-w-0">
          <h2 className="text-base font-medium">{title}</h2>
          <p className="text-sm text-n7">{text}</p>
        </div>
        {children}
      </div>
    </Panel>
  )
}

function RenameForm({ project }: { readonly project: ProjectView }) {
  const [errors, setErrors] = useState<FieldErrors>({})
  const rename = useMutation(
    trpc.projects.update.mutationOptions({
      onSuccess: ({ name }) => notify(`The project is called ${name} now.`),
    }),
  )
  const submit = (form: FormData) => {
    const checked = checkForm(updateProjectSchema, { id: project.id, name: form.get('name') })
    setErrors(checked.ok ? {} : checked.errors)
    if (checked.ok) rename.mutate(checked.value)
  }
  return (
    <Panel padded>
      <Form errors={errors} onSubmit={(form) => submit(new FormData(form))}>
        <Field label="Name" error={errors['name']}>
          {(control) => <Input {...control} name="name" defaultValue={project.name} className="max-w-md" />}
        </Field>
        {rename.error && <ErrorNotice title="The name is not changed." error={rename.error} />}
        <Button type="submit" className="self-start" busy={rename.isPending}>
          Rename
        </Button>
      </Form>
    </Panel>
  )
}
