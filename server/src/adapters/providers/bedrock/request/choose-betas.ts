// The betas of one request: those that were asked for, as far as Bedrock takes them, and those that its fields need.
import { headerList, type RawHeaders } from '../../../../core/upstream/raw-headers.ts'
import {
  decodeString,
  kindOf,
  listMember,
  memberValue,
  type JsonTape,
} from '../../../../core/wire/json-tape.ts'
import { EFFORT, fateOfBeta } from './beta-rules.ts'
import { betasOfField } from './betas-of-field.ts'
import { isOpus45, isTakenBy } from '../../../../core/models/bedrock-capabilities.ts'
import { note, quoted, WHY } from './change-notes.ts'
import type { RequestContext } from './field-rules.ts'

type Place = Omit<RequestContext, 'betas'>

/** Nobody needs so many; mantle's have dates that can be made up. */
const MAX_BETAS = 64

export function chooseBetas(tape: JsonTape, headers: RawHeaders, place: Place): string[] {
  const { unsupported, notes } = place
  const withoutField = new Set([...unsupported.fields].flatMap(betasOfField))
  const isUnsupported = (name: string) => unsupported.betas.has(name) || withoutField.has(name)
  const sent = new Set<string>()
  for (const asked of [...headerList(headers, 'anthropic-beta'), ...bodyBetas(tape)]) {
    const fate = fateOfBeta(asked, place.surface, (models) => isTakenBy(models, place.model))
    if (sent.size === MAX_BETAS) break
    if (fate.kind !== 'sent') note(notes, `The beta ${quoted(asked)} is left out: ${WHY[fate.kind]}.`)
    else if (isUnsupported(fate.name) || unsupported.betas.has(asked))
      note(notes, `The beta ${quoted(asked)} is left out: ${WHY.unsupported}.`)
    else {
      if (fate.name !== asked) note(notes, `The beta ${quoted(asked)} goes as ${quoted(fate.name)}.`)
      sent.add(fate.name)
    }
  }
  const needsEffort = place.model !== null && isOpus45(place.model) && asksForEffort(tape)
  if (needsEffort && !sent.has(EFFORT) && !isUnsupported(EFFORT)) {
    note(
      notes,
      `The beta ${quoted(EFFORT)} is added: this model takes \`output_config.effort\` with it only.`,
    )
    sent.add(EFFORT)
  }
  return [...sent]
}

/** Clients that know Bedrock put betas into the body themselves. */
function bodyBetas(tape: JsonTape): string[] {
  return listMember(tape, 0, 'anthropic_beta')
    .filter((element) => kindOf(tape, element) === 'string')
    .map((element) => decodeString(tape, element))
}

/** SDKs do not send its beta any more, which Opus 4.5 needs on Bedrock (coder/coder#25356). */
function asksForEffort(tape: JsonTape): boolean {
  const config = memberValue(tape, 0, 'output_config')
  return config !== undefined && memberValue(tape, config, 'effort') !== undefined
}
