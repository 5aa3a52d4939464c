import type { SavedCredential } from '@headgate/shared/credentials'
import { Notice } from '../../components/notice.tsx'
import { WordsWithCode } from '../../components/words-with-code.tsx'

/** What looks unusual about a secret that is stored all the same. */
export function SecretWarnings({ saved }: { readonly saved: SavedCredential }) {
  return (
    <Notice tone="warn" live title={`${saved.name} is saved. Check the secret:`}>
      <ul className="mt-1 list-disc pl-4">
        {saved.warnings.map((warning) => (
          <li key={warning}>
            <WordsWithCode text={warning} />
          </li>
        ))}
      </ul>
      <p className="mt-2">If it is wrong, replace it with Rotate secret in the list.</p>
    </Notice>
  )
}
