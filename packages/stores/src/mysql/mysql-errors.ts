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
  'ER_CONNECTION_KILLED',
  'ER_CLIENT_INTERACTION_TIMEOUT',
  // It answers, and takes no writes: a replica after a failover, or a disk that is full.
  'ER_OPTION_PREVENTS_STATEMENT',
  'ER_READ_ONLY_MODE',
  'ER_DISK_FULL',
  'ER_RECORD_FILE_FULL',
])
const DUPLICATE = 1062
/** A deadlock, and a lock that was waited for in vain: whoever lost may try again. */
const retryable = new Set([1213, 1205])
const ATTEMPTS_MAX = 5

/**
 * What every call of a store goes through: deadlocks are tried again, a server that does not answer
 * is unavailable. `work` may run several times, each time in a transaction or a statement of its
 * own.
 */
export function runOnMysql<Value>(work: () => Promise<Value>): Promise<Value> {
  return unavailableWhenLost(() => retryDeadlocks(work))
}

/**
 * The error of a server that cannot be reached becomes unavailable / mysql_unavailable, that of
 * rows which others do not let go of unavailable / mysql_busy.
 */
export async function unavailableWhenLost<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work()
  } catch (error) {
    if (isLost(error)) {
      const message = 'the database does not answer; try again'
      throw new DomainError('unavailable', 'mysql_unavailable', message, {}, error)
    }
    if (lostAgainstOthers(error)) {
      const message = 'the database is busy; try again'
      throw new DomainError('unavailable', 'mysql_busy', message, {}, error)
    }
    throw error
  }
}

/** True when a unique key refused a row; with `key`, when that key did. */
export function isDuplicate(error: unknown, key?: string): boolean {
  const { errno, sqlMessage = '' } = error as { errno?: number; sqlMessage?: string }
  return errno === DUPLICATE && (key === undefined || sqlMessage.includes(key))
}

/** Runs a transaction again when it lost against another one. */
async function retryDeadlocks<Value>(work: () => Promise<Value>): Promise<Value> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (!lostAgainstOthers(error) || attempt === ATTEMPTS_MAX) throw error
    }
  }
}

/**
 * mysql2 gives no code to what is asked of a connection that has ended, nor when too many wait for
 * one.
 */
function isLost(error: unknown): boolean {
  const { code, fatal, message } = error as { code?: string; fatal?: boolean; message?: string }
  if (code === undefined) return fatal === true || message === 'Queue limit reached.'
  return lost.has(code)
}

function lostAgainstOthers(error: unknown): boolean {
  return retryable.has((error as { errno?: number }).errno ?? 0)
}
