// What a row of the conformance list is made of: what a client would send, what it would see, and how that is judged.
import type { ConformanceCheck } from '@headgate/shared/credentials'
import type { Provider, Surface } from '@headgate/shared/providers'
import type { CatalogModel } from '../models/catalog.ts'
import type { RawHeaders } from '../upstream/raw-headers.ts'

/** What is checked: one credential with one model. */
export interface Subject {
  readonly provider: Provider
  /** Null on Anthropic. */
  readonly surface: Surface | null
  /** As asked. */
  readonly modelName: string
  /** Null where the name does not tell. */
  readonly model: CatalogModel | null
  /** Null when the credential cannot serve the model. */
  readonly upstreamModel: string | null
}

/** A request as a client would send it to the gateway, without the key. */
export interface ClientRequest {
  readonly method: 'GET' | 'POST'
  /** With its query. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
}

/** What a client would see of the answer, whole. */
export interface Seen {
  readonly status: number
  readonly headers: RawHeaders
  readonly text: string
  /** How the answer broke off although its status said success; null otherwise. */
  readonly broken: string | null
  /** The upstream's own words of a failure, masked; null otherwise. */
  readonly reason: string | null
}

export interface Verdict {
  readonly result: ConformanceCheck['result']
  readonly detail: string
}

export interface Step {
  /** @param earlier what the steps before have shown, in order. */
  request(earlier: readonly Seen[]): ClientRequest
  /** @throws Unfit */
  judge(seen: Seen, earlier: readonly Seen[]): Verdict
}

export interface Check {
  /** Stable: operators and their scripts know it. */
  readonly name: string
  /** The calls that show it, each made when the one before has passed; or the verdict where none is needed. */
  plan(subject: Subject): readonly Step[] | Verdict
}

/** An answer is not what it should be; the message says what it is instead. */
export class Unfit extends Error {
  override name = 'Unfit'
}

export function demand(condition: boolean, otherwise: string): asserts condition {
  if (!condition) throw new Unfit(otherwise)
}

export function pass(detail: string): Verdict {
  return { result: 'pass', detail }
}

export function notOffered(detail: string): Verdict {
  return { result: 'not_offered', detail }
}
