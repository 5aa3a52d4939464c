import type { SavedCredential } from '@headgate/shared/credentials'
import { useState, type ReactNode } from 'react'
import { Page } from '../../components/page.tsx'
import { AddCredentialForm } from './add-credential-form.tsx'
import { AddOAuthCredential } from './add-oauth-credential.tsx'
import type { CredentialKind } from './credential-kinds.ts'
import { KindCards } from './kind-cards.tsx'
import { SavedWithWarnings } from './saved-with-warnings.tsx'

interface AddCredentialPageProps {
  readonly kind: CredentialKind | undefined
  readonly back: ReactNode
  readonly onKind: (kind: CredentialKind) => void
  readonly onDone: () => void
}

export function AddCredentialPage({ kind, back, onKind, onDone }: AddCredentialPageProps) {
  const [saved, setSaved] = useState<SavedCredential | null>(null)
  const finish = (credential: SavedCredential) =>
    credential.warnings.length > 0 ? setSaved(credential) : onDone()
  if (saved) {
    return (
      <Page title="Add credential" above={back} summary="Saved with warnings.">
        <SavedWithWarnings saved={saved} onDone={onDone} />
      </Page>
    )
  }
  return (
    <Page
      title="Add credential"
      above={back}
      summary="Secrets are encrypted before they are stored and never shown again."
    >
      <div className="flex max-w-4xl flex-col gap-6">
        <KindCards chosen={kind} onChoose={onKind} />
        {kind === 'anthropic-oauth' && <AddOAuthCredential onSaved={finish} />}
        {kind && kind !== 'anthropic-oauth' && <AddCredentialForm key={kind} kind={kind} onSaved={finish} />}
      </div>
    </Page>
  )
}
