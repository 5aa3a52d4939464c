// The content security policy forbids compiled code; zod must know before the first schema is made.
import { config } from 'zod'

config({ jitless: true })
