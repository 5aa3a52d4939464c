import { CopyButton } from './copy-button.tsx'

/** A text that is meant for machines, and how to get hold of it. */
export function Copyable({ text, what }: { readonly text: string; readonly what: string }) {
  return (
    <span className="flex items-start gap-1">
      <span className="min-w-0 py-0.5 font-mono text-xs break-all">{text}</span>
      <CopyButton text={text} what={what} />
    </span>
  )
}
