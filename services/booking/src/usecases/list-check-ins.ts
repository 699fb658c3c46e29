import { type CheckInId, decodeCursor, encodeCursor, type EventId } from '@usher/kernel'
import type { CheckIn } from '../domain/check-in.ts'
import type { TicketPorts } from './ticket-ports.ts'

export interface ListCheckIns {
  readonly eventId: EventId
  /** Empty: every gate. */
  readonly gate: string
  /** Empty: from the first on. */
  readonly cursor: string
  /** Zero: the default. */
  readonly limit: number
}

const LIMIT_DEFAULT = 100
const LIMIT_MAX = 1000

/** Who came in, in the sequence in which they did, those undone among them. */
export async function listCheckIns(
  { checkIns }: Pick<TicketPorts, 'checkIns'>,
  { eventId, gate, cursor, limit }: ListCheckIns,
): Promise<{ readonly checkIns: readonly CheckIn[]; readonly nextCursor: string }> {
  const size = Math.min(limit || LIMIT_DEFAULT, LIMIT_MAX)
  const after = cursor ? placeOf(cursor) : undefined
  const found = await checkIns.ofEvent(eventId, { gate, after, limit: size + 1 })
  const page = found.slice(0, size)
  const last = page.at(-1)
  const more = found.length > size && last
  return {
    checkIns: page,
    nextCursor: more ? encodeCursor([last.checkedInAtMs, last.checkInId]) : '',
  }
}

function placeOf(cursor: string) {
  const [checkedInAtMs, checkInId] = decodeCursor(cursor, ['number', 'string'])
  return { checkedInAtMs: checkedInAtMs as number, checkInId: checkInId as CheckInId }
}
