import { openAccounts } from './acts/accounts.ts'
import { bookSeats, standAtTheDoor } from './acts/booking.ts'
import { knock, lookAgain, lookAround } from './acts/browsing.ts'
import { openEvent } from './acts/organizing.ts'
import { reserveSeats } from './acts/reserving.ts'
import { type Exchange, Recorder } from './recorder.ts'

/** Of 70 places one seat stays booked, and one place reserved by who has not paid yet. */
const LEFT = 68

/** One evening from the first account to the last refund: the same requests on every platform. */
export async function playScript(url: string): Promise<readonly Exchange[]> {
  const play = new Recorder(url)
  await knock(play)
  const cast = await openAccounts(play)
  const staged = await openEvent(play, cast)
  await lookAround(play, cast, staged)
  const reserved = await reserveSeats(play, cast, staged)
  const tickets = await bookSeats(play, cast, reserved)
  await standAtTheDoor(play, cast, { ...staged, tickets })
  await lookAgain(play, staged, LEFT)
  const { token } = cast.organizer
  await play.ask(`POST ${staged.path}/cancel`, { token, body: { reason: 'The singer is ill' } })
  await play.ask(`POST ${staged.path}/cancel`, { token })
  return play.exchanges
}
