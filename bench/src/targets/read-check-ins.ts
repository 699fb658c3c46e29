import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** Whether the door let everybody in once. */
export interface DoorVerdict {
  /** Check-ins that another check-in of the same ticket precedes. */
  readonly admittedTwice: number
  /** People who were told to go in and of whom nothing is stored. */
  readonly lost: number
  /** Check-ins that nobody was told of. */
  readonly unexplained: number
}

/** Compares what was acknowledged with the tables, by plain SQL and without any of Usher's code. */
export function readCheckIns(directory: string, acknowledged: number): DoorVerdict {
  const database = new DatabaseSync(join(directory, 'usher.db'), { readOnly: true })
  try {
    const row = database
      .prepare(
        `SELECT count(*) AS check_ins, count(DISTINCT booking_id || '.' || ticket_number) AS tickets
         FROM check_ins WHERE undone_at_ms = 0`,
      )
      .get()
    const checkIns = Number(row?.['check_ins'])
    const tickets = Number(row?.['tickets'])
    return {
      admittedTwice: checkIns - tickets,
      lost: Math.max(0, acknowledged - tickets),
      unexplained: Math.max(0, tickets - acknowledged),
    }
  } finally {
    database.close()
  }
}
