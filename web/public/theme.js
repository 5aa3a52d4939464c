// Runs before the first paint, so it cannot be a module: sets the theme that `src/lib/theme.ts` keeps.
;(() => {
  let preference = null
  try {
    preference = localStorage.getItem('headgate.theme')
  } catch {
    // Storage is blocked: the system's theme it is.
  }
  const dark = matchMedia('(prefers-color-scheme: dark)').matches
  document.documentElement.dataset.theme =
    preference === 'light' || preference === 'dark' ? preference : dark ? 'dark' : 'light'
})()
