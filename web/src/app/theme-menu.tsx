import { Monitor, Moon, Sun } from 'lucide-react'
import { IconButton } from '../components/icon-button.tsx'
import { Menu, MenuChoice } from '../components/menu.tsx'
import { setThemePreference, useThemePreference } from '../lib/theme.ts'

const OPTIONS = [
  { value: 'system', label: 'System', icon: Monitor },
  { value: 'light', label: 'Light', icon: Sun },
  { value: 'dark', label: 'Dark', icon: Moon },
] as const

export function ThemeMenu() {
  const preference = useThemePreference()
  const { icon } = OPTIONS.find(({ value }) => value === preference)!
  return (
    <Menu trigger={<IconButton label="Theme" icon={icon} />}>
      <MenuChoice value={preference} options={OPTIONS} onChange={setThemePreference} />
    </Menu>
  )
}
