// Answers bytes that never become a request.
import type { Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { errorEnvelope } from '../core/wire/anthropic-error.ts'

/** Claude Code's beta lists are long; beyond this the request is rejected in Anthropic's words. */
export const MAX_HEADER_BYTES = 64 * 1024

const LINGER_MS = 1000

/** The last answer on each connection. */
const answers = new WeakMap<Socket, ServerResponse>()

export function rememberAnswers(server: Server): void {
  server.on('request', (request, response) => answers.set(request.socket, response))
}

/** What is not HTTP, or too much of it, never becomes a request: the answer is written by hand. */
export function answerMalformed(error: Error & { code?: string }, socket: Socket, requestId: string): void {
  // In the middle of an answer there is no place for another; its upstream call ends with the connection.
  const answer = answers.get(socket)
  const isResponding = answer?.headersSent === true && !answer.writableFinished
  if (error.code === 'ECONNRESET' || !socket.writable || isResponding) return void socket.destroy()
  const [status, reason, message] =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? ([
          431,
          'Request Header Fields Too Large',
          `The request headers exceed ${MAX_HEADER_BYTES / 1024} KB.`,
        ] as const)
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? ([408, 'Request Timeout', 'The request did not arrive in time.'] as const)
        : ([400, 'Bad Request', 'The request is not valid HTTP.'] as const)
  const body = errorEnvelope('invalid_request_error', message, requestId)
  socket.end(
    `HTTP/1.1 ${status} ${reason}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n` +
      `x-headgate-request-id: ${requestId}\r\nrequest-id: ${requestId}\r\nconnection: close\r\n\r\n${body}`,
  )
  // Not at once: a connection that is closed with unread bytes takes its answer with it.
  setTimeout(() => socket.destroy(), LINGER_MS).unref()
}
