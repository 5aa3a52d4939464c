// Where one can go. Groups are set apart in the rail.
import { Activity, Bot, Boxes, FolderKey, Gauge, KeyRound, ScrollText, Server, Users } from 'lucide-react'

export const NAVIGATION = [
  [
    { to: '/', label: 'Overview', icon: Gauge },
    { to: '/requests', label: 'Requests', icon: Activity },
  ],
  [
    { to: '/credentials', label: 'Credentials', icon: KeyRound },
    { to: '/projects', label: 'Projects', icon: FolderKey },
    { to: '/models', label: 'Models', icon: Boxes },
  ],
  [
    { to: '/people', label: 'People', icon: Users, ownersOnly: true },
    { to: '/api-tokens', label: 'API tokens', icon: Bot, ownersOnly: true },
    { to: '/audit', label: 'Audit', icon: ScrollText },
    { to: '/system', label: 'System', icon: Server },
  ],
] as const
