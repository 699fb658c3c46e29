import type { Socket } from 'node:net'
import { PROBLEM_TYPE } from './problem.ts'

interface Refusal {
  readonly status: string
  readonly code: string
  readonly detail: string
}

const malformed: Refusal = {
  status: '400 Bad Request',
  code: 'malformed_request',
  detail: 'this is not HTTP/1.1',
}

/** Node's codes for requests that never became one. */
const refusals: Readonly<Record<string, Refusal>> = {
  HPE_HEADER_OVERFLOW: {
    status: '431 Request Header Fields Too Large',
    code: 'headers_too_large',
    detail: 'the headers are too large',
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: '408 Request Timeout',
    code: 'request_timeout',
    detail: 'the request did not arrive in time',
  },
}

/**
 * Answers what the HTTP parser refused, by hand because there is no request to answer, and closes
 * the connection.
 */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy()
    return
  }
  const { status, code, detail } = refusals[error.code ?? ''] ?? malformed
  const body = JSON.stringify({
    type: `urn:usher:problem:${code}`,
    status: Number(status.slice(0, 3)),
    code,
    detail,
  })
  socket.end(
    `HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-type: ${PROBLEM_TYPE}\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )
}
