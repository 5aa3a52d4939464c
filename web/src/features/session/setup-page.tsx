import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { buttonClass } from '../../components/button-class.ts'
import { Loaded } from '../../components/loaded.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { setupStatusQuery } from '../../lib/queries.ts'
import { CreateOwnerForm } from './create-owner-form.tsx'
import { Door } from './door.tsx'

interface SetupPageProps {
  /** From the setup link; null when the page was reached without it. */
  readonly code: string | null
  readonly onSignedIn: () => Promise<unknown>
}

export function SetupPage({ code, onSignedIn }: SetupPageProps) {
  const status = useQuery(setupStatusQuery())
  return (
    <Loaded
      query={status}
      what="The state of the setup"
      skeleton={
        <Door title="Set up Headgate">
          <Skeleton className="h-48" />
        </Door>
      }
    >
      {({ ownerExists }) =>
        ownerExists ? (
          <SetUpAlready />
        ) : code === null ? (
          <LinkNeeded />
        ) : (
          <FirstOwner {...{ code, onSignedIn }} />
        )
      }
    </Loaded>
  )
}

function FirstOwner({
  code,
  onSignedIn,
}: {
  readonly code: string
  readonly onSignedIn: () => Promise<unknown>
}) {
  return (
    <Door
      title="Set up Headgate"
      summary="You create the first account. It owns this gateway and can change everything."
    >
      <CreateOwnerForm code={code} onSignedIn={onSignedIn} />
    </Door>
  )
}

function SetUpAlready() {
  return (
    <Door title="Headgate is set up" summary="The owner exists, so the setup link no longer works.">
      <Link to="/sign-in" className={buttonClass('primary')}>
        Sign in
      </Link>
    </Door>
  )
}

function LinkNeeded() {
  return (
    <Door
      title="Use the setup link"
      summary="This gateway has no owner yet. Open the link that the server has printed when it started."
    >
      <pre className="overflow-x-auto rounded-lg border border-n5 bg-n1 p-3 font-mono text-xs leading-5">
        {`First owner  ${location.origin}/setup#...`}
      </pre>
      <p className="text-xs text-n7">
        It is in the terminal where the server runs, and is printed again at every start until the owner
        exists.
      </p>
    </Door>
  )
}
