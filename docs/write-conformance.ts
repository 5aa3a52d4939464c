// Writes docs/CONFORMANCE.md from what the translation for Bedrock does: node docs/write-conformance.ts
import { writeFileSync } from 'node:fs'
import { conformancePage } from '../server/test/conformance/conformance-page.ts'

writeFileSync(new URL('CONFORMANCE.md', import.meta.url), conformancePage())
