// Modal panels: a dialog in the middle, a drawer at the side, a sheet from below.
// The library's own overlay locks scrolling with an injected style element, which the content security policy
// forbids. A backdrop that scrolls nowhere keeps the page behind it still as well.
import { X } from 'lucide-react'
import { Dialog as Primitive } from 'radix-ui'
import { useState, type ReactNode } from 'react'
import { cx } from '../lib/cx.ts'
import { focusOpener, rememberOpener } from '../lib/opener.ts'
import { IconButton } from './icon-button.tsx'

type Placement = 'center' | 'side' | 'bottom'

interface DialogProps {
  readonly title: string
  readonly description?: ReactNode
  readonly placement?: Placement
  readonly wide?: boolean
  /** False while something must be read first: then neither Escape nor a click beside it closes. */
  readonly dismissable?: boolean
  /** Beside the close button. */
  readonly tools?: ReactNode
  readonly onClose: () => void
  readonly children: ReactNode
}

const PLACES: Readonly<Record<Placement, string>> = {
  center:
    'inset-x-3 top-[max(1rem,10vh)] mx-auto max-h-[min(44rem,calc(100dvh-2rem))] rounded-xl animate-enter sm:max-h-[82vh]',
  side: 'inset-y-0 right-0 w-full max-w-[34rem] border-l border-n5 animate-slide-in',
  bottom: 'inset-x-0 bottom-0 max-h-[85dvh] rounded-t-xl animate-slide-up',
}

export function Dialog(props: DialogProps) {
  const {
    title,
    description,
    placement = 'center',
    wide,
    dismissable = true,
    tools,
    onClose,
    children,
  } = props
  useState(rememberOpener)
  const keepOpen = (event: Event) => {
    if (!dismissable) event.preventDefault()
  }
  return (
    <Primitive.Root open onOpenChange={(open) => !open && onClose()}>
      <Primitive.Portal>
        <div
          aria-hidden
          className="pointer-events-auto fixed inset-0 z-40 [scrollbar-width:none] overflow-y-auto overscroll-contain bg-backdrop"
        >
          <div className="h-[calc(100%+1px)]" />
        </div>
        <Primitive.Content
          tabIndex={-1}
          onOpenAutoFocus={focusFirstField}
          onCloseAutoFocus={returnFocus}
          onEscapeKeyDown={keepOpen}
          onInteractOutside={keepOpen}
          {...(description === undefined ? { 'aria-describedby': undefined } : {})}
          className={cx(
            'fixed z-50 flex flex-col bg-n2 shadow-float outline-none',
            PLACES[placement],
            placement === 'center' && (wide ? 'max-w-2xl' : 'max-w-lg'),
          )}
        >
          <header className="flex items-start gap-2 border-b border-n5 py-3 pr-3 pl-5">
            <div className="min-w-0 grow py-1">
              <Primitive.Title className="text-lg font-semibold wrap-anywhere">{title}</Primitive.Title>
              {description !== undefined && (
                <Primitive.Description className="mt-0.5 text-sm text-n7">
                  {description}
                </Primitive.Description>
              )}
            </div>
            {tools}
            {dismissable && (
              <Primitive.Close asChild>
                <IconButton label="Close" icon={X} />
              </Primitive.Close>
            )}
          </header>
          <div data-dialog-body className="min-h-0 grow overflow-y-auto overscroll-contain px-5 py-4">
            {children}
          </div>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  )
}

function returnFocus(event: Event): void {
  event.preventDefault()
  focusOpener()
}

/** What is to be filled in gets the focus, or else the dialog itself: never the button that closes it. `autoFocus` goes before. */
function focusFirstField(event: Event): void {
  event.preventDefault()
  const dialog = event.currentTarget
  if (!(dialog instanceof HTMLElement)) return
  const field = dialog.querySelector<HTMLElement>('[data-dialog-body] :is(input, select, textarea)')
  const target = field ?? dialog
  target.focus()
}

/** The last line of a dialog: what one can do now, the main thing last. */
export function DialogActions({ children }: { readonly children: ReactNode }) {
  return <div className="mt-5 flex flex-wrap justify-end gap-2">{children}</div>
}
