// The ports behind the request log: how finished calls wait, are stored, found and added up.
import type { ListRequests, RequestView } from '@headgate/shared/requests'
import type { UsageSummary, UsageSummaryInput } from '@headgate/shared/usage'
import type { Page } from '../admin/page.ts'
import type { RequestRecord } from './request-record.ts'

/** A record as text, so that it can wait on disk and be stored later, by another process if need be. */
export interface RequestSink {
  encode(record: RequestRecord): string
  /**
   * Stores encoded records; those that are already there stay as they are.
   * @throws RecordsRejectedError when one of them can never be stored; anything else may pass.
   */
  insert(encoded: readonly string[]): Promise<void>
}

export class RecordsRejectedError extends Error {
  override name = 'RecordsRejectedError'
  constructor(options?: { cause?: unknown }) {
    super('The database rejects what a record holds', options)
  }
}

/** Encoded records on disk, in segments that are written once. */
export interface RequestSpool {
  /** @returns the segment's name. */
  write(lines: readonly string[]): Promise<string>
  read(segment: string): Promise<string[]>
  remove(segment: string): Promise<void>
  /** Keeps a segment that the database rejects out of the way, until somebody asks to try it again. */
  setAside(segment: string): Promise<void>
  /** Records in segments that were set aside. */
  countAside(): Promise<number>
  /** Puts segments that were set aside back in line. */
  bringBack(): Promise<void>
  /** Segments nobody has touched for `idleMs`, oldest first. */
  leftBehind(idleMs: number): Promise<string[]>
}

/** Calls that are running, on disk: what a killed process leaves there becomes records of interrupted calls. */
export interface CallTraceFile {
  /** Appends what began and what ended since the last time. */
  append(lines: readonly string[]): Promise<void>
  /** Starts anew with what is still running. */
  rewrite(lines: readonly string[]): Promise<void>
  /** Tells other processes that this one lives. */
  touch(): Promise<void>
  /** Takes over the traces that nobody has touched for `idleMs`, and reads their lines. */
  takeOver(idleMs: number): Promise<string[][]>
  remove(): Promise<void>
}

export interface RequestReader {
  /** Newest first. */
  list(input: ListRequests): Promise<Page<RequestView>>
  summarize(input: UsageSummaryInput): Promise<UsageSummary>
}
