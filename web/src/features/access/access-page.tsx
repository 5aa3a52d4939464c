// What somebody does with their own access.
import { Page } from '../../components/page.tsx'
import { PasswordPanel } from './password-panel.tsx'
import { SecondFactorPanel } from './second-factor-panel.tsx'
import { SessionsPanel } from './sessions-panel.tsx'

export function AccessPage() {
  return (
    <Page title="Your access" summary="How you sign in, and where you are signed in.">
      <div className="flex max-w-3xl flex-col gap-6">
        <PasswordPanel />
        <SecondFactorPanel />
        <SessionsPanel />
      </div>
    </Page>
  )
}
