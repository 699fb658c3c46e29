import type { MysqlPool, MysqlPoolConnection, MysqlQueryResult } from 'kysely'
import type { Pool, PoolConnection } from 'mysql2'

/** What changes the schema, or waits for its turn to, takes as long as it takes. */
const unbounded = /^\s*(select get_lock|create|alter|drop)\b/i

/**
 * The pool as Kysely wants it, every statement with a deadline: a server that is paused, or behind
 * a network that swallows packets, keeps nobody waiting. Its connection goes: what it would still
 * answer belongs to a question that nobody asks any more.
 */
export function boundedPool(pool: Pool, { timeoutMs }: { readonly timeoutMs: number }): MysqlPool {
  const known = new WeakMap<PoolConnection, MysqlPoolConnection>()
  const boundedOf = (connection: PoolConnection): MysqlPoolConnection => {
    let bounded = known.get(connection)
    if (!bounded) known.set(connection, (bounded = boundedConnection(connection, timeoutMs)))
    return bounded
  }
  return {
    getConnection(done) {
      pool.getConnection((error, connection) => {
        done(error, connection && boundedOf(connection))
      })
    },
    end: (done) => pool.end(done),
  }
}

function boundedConnection(connection: PoolConnection, timeoutMs: number): MysqlPoolConnection {
  return {
    config: connection.config,
    threadId: connection.threadId ?? 0,
    connect: (done) => connection.connect((error) => done?.(error)),
    destroy: () => connection.destroy(),
    release: () => connection.release(),
    query(
      sql: string,
      values: unknown[],
      done?: (error: unknown, result: MysqlQueryResult) => void,
    ) {
      const deadline = unbounded.test(sql) ? {} : { timeout: timeoutMs }
      return connection.query({ sql, values, ...deadline }, (error, result) => {
        if (error?.code === 'PROTOCOL_SEQUENCE_TIMEOUT') connection.destroy()
        done?.(error, result as MysqlQueryResult)
      })
    },
  }
}
