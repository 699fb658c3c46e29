import { hash } from 'node:crypto'
import { DomainError } from '@usher/kernel'
import type { FastifyReply, FastifyRequest } from 'fastify'

/** A strong tag from whatever changes when the answer does. */
export function etagOf(...parts: readonly (string | number | bigint)[]): string {
  return `"${parts.join('.')}"`
}

/** A strong tag of an answer that has no version. */
export function etagOfText(text: string): string {
  return `"${hash('sha256', text, 'base64url')}"`
}

/** Names the answer's state; true when the caller has it already: send 304 then. */
export function isUnchanged(request: FastifyRequest, reply: FastifyReply, etag: string): boolean {
  // 'no-cache' lets caches keep the answer but has them ask each time.
  reply.header('etag', etag).header('cache-control', 'no-cache')
  const known = request.headers['if-none-match']
  if (known === undefined || !matches(known, etag)) return false
  reply.code(304)
  return true
}

/** RFC 9110, 13.1.2: a list, `*`, and weak tags count as well. */
function matches(known: string, etag: string): boolean {
  if (known.trim() === '*') return true
  return known.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag)
}

const VERSIONED = /^"(\d{1,10})(?:\.[^"]*)?"$/

/** The version that If-Match names, first part of a tag of ours; 0 when any will do. */
export function expectedVersion(request: FastifyRequest): number {
  const tag = request.headers['if-match']
  if (tag === undefined || tag.trim() === '*') return 0
  const version = Number(VERSIONED.exec(tag.trim())?.[1])
  if (Number.isSafeInteger(version) && version > 0) return version
  throw new DomainError('conflict', 'stale_version', 'If-Match does not name a state of this')
}

/** An answer without a body, such as 204 and 304. */
export function sendNothing<Reply extends FastifyReply>(reply: Reply): Reply {
  const untyped: FastifyReply = reply
  void untyped.send()
  return reply
}
