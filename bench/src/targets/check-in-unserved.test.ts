import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import type { ScannedTicket } from '../generator/plan.ts'
import { theatre } from '../hall.ts'
import { soldTickets } from '../scenarios/sold-tickets.ts'
import { Stage } from '../stage/stage.ts'
import { checkInUnserved } from './check-in-unserved.ts'
import { openUsher, type UsherTarget } from './open-usher.ts'
import { readCheckIns } from './read-check-ins.ts'

const stage = new Stage(() => undefined)
const settings = { USHER_SMTP_URL: 'smtp://127.0.0.1:9', USHER_MAIL_FROM: 'tickets@bench.example' }
let target: UsherTarget
let tickets: readonly ScannedTicket[]

describe('a door without HTTP', () => {
  before(async () => {
    target = await openUsher(stage, { hall: theatre, events: 1, buyers: 1, settings })
    tickets = await soldTickets(stage, target, 20)
    await target.end()
  })
  after(() => stage.close())

  test('lets everybody in once, and what it did is in the tables', async () => {
    assert.equal(new Set(tickets.map(({ code }) => code)).size, 20)
    const { admitted, refused } = await checkInUnserved(stage, target.directory, [
      ...tickets,
      ...tickets.slice(0, 5),
    ])
    assert.deepEqual([admitted, refused], [20, 5])
    const sound = { admittedTwice: 0, lost: 0, unexplained: 0 }
    assert.deepEqual(readCheckIns(target.directory, 20), sound)
    assert.equal(readCheckIns(target.directory, 21).lost, 1)
    assert.equal(readCheckIns(target.directory, 19).unexplained, 1)
  })

  test('somebody who went in with a ticket of somebody inside is found', () => {
    const database = new DatabaseSync(join(target.directory, 'usher.db'))
    database.exec(`UPDATE check_ins SET (booking_id, ticket_number) =
      (SELECT booking_id, ticket_number FROM check_ins ORDER BY check_in_id LIMIT 1)
      WHERE check_in_id = (SELECT max(check_in_id) FROM check_ins)`)
    database.close()
    assert.equal(readCheckIns(target.directory, 20).admittedTwice, 1)
  })
})
