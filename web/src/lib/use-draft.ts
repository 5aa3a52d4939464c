import { useState } from 'react'

/** A text that is being edited, and that follows its source when that changes elsewhere. */
export function useDraft(source: string): readonly [string, (text: string) => void] {
  const [draft, setDraft] = useState({ source, text: source })
  if (draft.source !== source) setDraft({ source, text: source })
  return [draft.text, (text) => setDraft({ source, text })]
}
