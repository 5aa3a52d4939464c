// The ports behind the request log: how finished calls are stored, found and added up.
import type { ListRequests, RequestView } from '@headgate/shared/requests'
import type { UsageSummary, UsageSummaryInput } from '@headgate/shared/usage'
import type { Page } from '../admin/page.ts'
import type { RequestRecord } from './request-record.ts'

/** A record as text, so that it can wait on disk and be stored later, by another process if need be. */
export interface RequestSink {
  encode(record: RequestRecord): string
  /** Stores encoded records; those that are already there stay as they are. */
  insert(encoded: readonly string[]): Promise<void>
}

export interface RequestReader {
  /** Newest first. */
  list(input: ListRequests): Promise<Page<RequestView>>
  summarize(input: UsageSummaryInput): Promise<UsageSummary>
}
