// What had the focus before a dialog opened, so that it gets it back.

let opener: HTMLElement | null = null

/** To be called when a dialog appears. A dialog that follows another one belongs to the same opener. */
export function rememberOpener(): void {
  const active = document.activeElement
  if (!(active instanceof HTMLElement) || active === document.body) return
  if (active.closest('[role="dialog"]')) return
  // A menu is gone by the time its dialog closes; the button that opened it is not.
  const triggerId = active.closest('[role="menu"]')?.getAttribute('aria-labelledby')
  opener = triggerId ? document.getElementById(triggerId) : active
}

/** A dialog that has taken the place of the one that closes keeps the focus. */
export function focusOpener(): void {
  if (opener?.isConnected && !document.querySelector('[role="dialog"]')) opener.focus()
}
