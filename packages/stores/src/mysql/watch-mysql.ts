import { isDomainError, type Job } from '@usher/kernel'
import type { Mysql } from './open-mysql.ts'

const PING_EVERY_MS = 1000

export interface MysqlWatch {
  /** True when MySQL answered the last time that it was asked. */
  ready(): boolean
  /** For the root to run: asks. */
  readonly job: Job
}

/** Readiness cannot wait for an answer; this knows the last one. Begins as ready. */
export function watchMysql<Database>(mysql: Mysql<Database>): MysqlWatch {
  let answers = true
  const ask = async (): Promise<boolean> => {
    try {
      await mysql.ping()
      return true
    } catch (error) {
      if (isDomainError(error)) return false
      throw error
    }
  }
  const run = async () => {
    answers = await ask()
  }
  return { ready: () => answers, job: { name: 'mysql.ping', everyMs: PING_EVERY_MS, run } }
}
