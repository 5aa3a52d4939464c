import { Notice } from '../../components/notice.tsx'

/** Says why nobody can sign in to Anthropic here, and how that is changed. */
export function SignInUnavailable() {
  return (
    <Notice title="Signing in to Anthropic is not set up.">
      <p>
        Set <code>HEADGATE_OAUTH_CLIENT_ID</code> to the client id that was registered for you, and restart
        the gateway. Until then, tokens entered by hand are not renewed either. An API key needs none of this.
      </p>
    </Notice>
  )
}
