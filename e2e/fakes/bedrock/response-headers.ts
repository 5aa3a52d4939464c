// The response headers of the Bedrock runtime: neither `request-id` nor rate limits.
import { randomUUID } from 'node:crypto'
import type { Answer } from '../answers.ts'

export function jsonHeaders(): string[] {
  return [...requestHeaders(), 'Content-Type', 'application/json']
}

export function messageHeaders({ tokens, withoutUsage }: Answer): string[] {
  if (withoutUsage) return jsonHeaders()
  const counts = {
    'Input-Token-Count': tokens.inputTokens,
    'Output-Token-Count': tokens.outputTokens,
    'Cache-Read-Input-Token-Count': tokens.cacheReadTokens,
    'Cache-Write-Input-Token-Count': tokens.cacheWrite5mTokens + tokens.cacheWrite1hTokens,
    'Invocation-Latency': 640,
  }
  return [
    ...jsonHeaders(),
    ...Object.entries(counts).flatMap(([name, count]) => [`X-Amzn-Bedrock-${name}`, String(count)]),
  ]
}

export function streamHeaders(): string[] {
  return [
    ...requestHeaders(),
    'Content-Type',
    'application/vnd.amazon.eventstream',
    'X-Amzn-Bedrock-Content-Type',
    'application/json',
  ]
}

export function nativeStreamHeaders(): string[] {
  return [...requestHeaders(), 'Content-Type', 'text/event-stream; charset=utf-8']
}

function requestHeaders(): string[] {
  return ['x-amzn-requestid', randomUUID()]
}
