// Light, dark, or as the system has it. `public/theme.js` applies the same before the first paint.
import { useSyncExternalStore } from 'react'
import { readStored, writeStored } from './storage.ts'

export type ThemePreference = 'system' | 'light' | 'dark'

const KEY = 'headgate.theme'
const listeners = new Set<() => void>()

function preference(): ThemePreference {
  const stored = readStored(KEY)
  return stored === 'light' || stored === 'dark' ? stored : 'system'
}

export function setThemePreference(next: ThemePreference): void {
  writeStored(KEY, next === 'system' ? null : next)
  applyTheme()
  for (const listener of listeners) listener()
}

export function useThemePreference(): ThemePreference {
  return useSyncExternalStore(subscribe, preference)
}

/** Follows the system from now on, as long as nobody has chosen. */
export function followSystemTheme(): void {
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', applyTheme)
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function applyTheme(): void {
  const chosen = preference()
  const system = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
  document.documentElement.dataset['theme'] = chosen === 'system' ? system : chosen
}
