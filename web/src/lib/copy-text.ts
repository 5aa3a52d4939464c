/** Copies text; also on plain HTTP, where browsers withhold the clipboard API. @returns whether it worked. */
export async function copyText(text: string, near: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copyBySelection(text, near)
  }
}

/** The helper stays inside a dialog that holds the focus, or it could not be selected. */
function copyBySelection(text: string, near: HTMLElement): boolean {
  const helper = document.createElement('textarea')
  helper.value = text
  helper.readOnly = true
  helper.className = 'fixed -left-full'
  near.parentElement?.append(helper)
  helper.select()
  const copied = document.execCommand('copy')
  helper.remove()
  near.focus()
  return copied
}
