import { cx } from '../lib/cx.ts'
import { CopyButton } from './copy-button.tsx'

interface CodeBlockProps {
  readonly code: string
  /** Names what is copied, e.g. `curl command`. */
  readonly what: string
  /** For what is one long word: all of it is seen. */
  readonly wrap?: boolean
}

export function CodeBlock({ code, what, wrap = false }: CodeBlockProps) {
  return (
    <div className="flex min-w-0 items-start rounded-lg border border-n5 bg-n1">
      <pre
        tabIndex={0}
        aria-label={what}
        className={cx(
          'min-w-0 grow rounded-lg p-3 font-mono text-xs leading-5',
          wrap ? 'break-all whitespace-pre-wrap' : 'overflow-x-auto',
        )}
      >
        <code>{code}</code>
      </pre>
      <CopyButton text={code} what={what} label="Copy" className="m-2 border border-n5 px-1.5" />
    </div>
  )
}
