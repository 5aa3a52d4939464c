import { CopyButton } from './copy-button.tsx'

interface CodeBlockProps {
  readonly code: string
  /** Names what is copied, e.g. `curl command`. */
  readonly what: string
}

export function CodeBlock({ code, what }: CodeBlockProps) {
  return (
    <div className="relative rounded-lg border border-n5 bg-n1">
      <div className="absolute top-1.5 right-1.5 rounded bg-n1">
        <CopyButton text={code} what={what} label="Copy" className="border border-n5 px-1.5" />
      </div>
      <pre tabIndex={0} aria-label={what} className="overflow-x-auto p-3 pr-20 font-mono text-xs leading-5">
        <code>{code}</code>
      </pre>
    </div>
  )
}
