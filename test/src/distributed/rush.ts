import assert from 'node:assert/strict'
import { eventOnSale } from '../e2e/box-office.ts'
import { newBuyers, newOrganizer } from '../e2e/people.ts'

const RIVALS = 8
const WANTED = ['A1', 'A2', 'A3', 'A4', 'A5', 'A6', 'A7', 'A8']

/** All want the same seat at the same moment, one seat after the other: one of them gets it. */
export async function rush(url: string): Promise<void> {
  const eventId = await eventOnSale(await newOrganizer(url))
  const rivals = await newBuyers(url, RIVALS)
  for (const seat of WANTED) {
    const wish = { event_id: eventId, seats: [seat] }
    const asked = rivals.map(({ rest }) => rest.post('/v1/reservations', wish))
    const statuses = (await Promise.all(asked)).map(({ status }) => status)
    const [won, ...lost] = statuses.toSorted((left, right) => left - right)
    assert.equal(won, 201)
    assert.deepEqual(new Set(lost), new Set([409]))
  }
}
