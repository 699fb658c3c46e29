import { DomainError } from '@usher/kernel'

/** What mysql2 says when there is nobody at the other end, or no longer. */
const lost = new Set([
  'PROTOCOL_CONNECTION_LOST',
  'PROTOCOL_SEQUENCE_TIMEOUT',
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ER_SERVER_SHUTDOWN',
  'ER_CON_COUNT_ERROR',
  'ER_QUERY_INTERRUPTED',
])
const DUPLICATE = 1062
/** A deadlock, and a lock that was waited for in vain: whoever lost may try again. */
const retryable = new Set([1213, 1205])
const ATTEMPTS_MAX = 5

/** The error of a server that cannot be reached becomes unavailable / mysql_unavailable. */
export async function unavailableWhenLost<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work()
  } catch (error) {
    if (!isLost(error)) throw error
    const message = 'the database does not answer; try again'
    throw new DomainError('unavailable', 'mysql_unavailable', message, {}, error)
  }
}

/** True when a unique key refused a row; with `key`, when that key did. */
export function isDuplicate(error: unknown, key?: string): boolean {
  const { errno, sqlMessage = '' } = error as { errno?: number; sqlMessage?: string }
  return errno === DUPLICATE && (key === undefined || sqlMessage.includes(key))
}

/** Runs a transaction again when it lost against another one. */
export async function retryDeadlocks<Value>(work: () => Promise<Value>): Promise<Value> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      const { errno = 0 } = error as { errno?: number }
      if (!retryable.has(errno) || attempt === ATTEMPTS_MAX) throw error
    }
  }
}

function isLost(error: unknown): boolean {
  return lost.has((error as { code?: string }).code ?? '')
}
