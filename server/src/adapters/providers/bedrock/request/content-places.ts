// Where blocks of content may stand: the one description that every walk over content follows.
import { elementsOf, memberValue, type JsonTape } from '../../../../core/wire/json-tape.ts'

/**
 * Lists of blocks inside a message or a block: its `content` (of a message, a tool result, a search result) and that of
 * its source (a document made of blocks). Texts in their place are no lists and hold nothing.
 */
const PLACES: readonly (readonly string[])[] = [['content'], ['source', 'content']]

export interface ContentList {
  /** The node of the list. */
  readonly list: number
  /** From its holder, e.g. `source.content`. */
  readonly path: string
}

/** @param holder a message or a block */
export function contentLists(tape: JsonTape, holder: number): ContentList[] {
  return PLACES.flatMap((names) => {
    let node: number | undefined = holder
    for (const name of names) node = node === undefined ? undefined : memberValue(tape, node, name)
    return node === undefined ? [] : [{ list: node, path: names.join('.') }]
  })
}

/** All blocks below a message or a block, outer ones first. */
export function* blocksBelow(tape: JsonTape, holder: number): Generator<number> {
  for (const { list } of contentLists(tape, holder)) {
    for (const block of elementsOf(tape, list)) {
      yield block
      yield* blocksBelow(tape, block)
    }
  }
}
