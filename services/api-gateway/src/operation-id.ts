import { hash } from 'node:crypto'
import { type Clock, newId, type OperationId, type Random } from '@usher/kernel'

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
const ID_CHARS = 26

/**
 * The operation that a user's key names on a route. Drawn from a hash, not from chance: a repeat
 * after a crash carries the same id, so the services go on where they were instead of beginning
 * anew.
 */
export function operationIdOf(scope: {
  readonly userId: string
  readonly route: string
  readonly key: string
}): OperationId {
  const digest = hash('sha256', `${scope.userId}\n${scope.route}\n${scope.key}`, 'buffer')
  let text = 'op_'
  for (let i = 0; i < ID_CHARS; i++) text += ALPHABET[(digest[i] ?? 0) & 31]
  return text as OperationId
}

/**
 * The operation that creates what a user calls by an id of their own: the same on every day and in
 * every process, so whoever repeats it is answered with what the first call created.
 */
export function externalOperationId(userId: string, externalId: string): OperationId {
  return operationIdOf({ userId, route: 'external', key: externalId })
}

/** Without a key each call is an operation of its own. */
export function freshOperationId(sources: { clock: Clock; random: Random }): OperationId {
  return newId(sources, 'operation')
}

/** Tells two bodies for one key apart. Parsed bodies: spaces do not matter. */
export function fingerprintOf(url: string, body: unknown): string {
  return hash('sha256', `${url}\n${JSON.stringify(body) ?? ''}`, 'base64url')
}
