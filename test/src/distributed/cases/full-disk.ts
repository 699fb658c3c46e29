import { book, draftEvent, eventOnSale, reserve } from '../../e2e/box-office.ts'
import { newBuyer, newOrganizer } from '../../e2e/people.ts'
import { expectStatus } from '../../e2e/rest.ts'
import { until } from '../../e2e/until.ts'
import { type Fault, sold, underLoad } from '../fault-case.ts'
import { untilTold } from '../messages.ts'
import { asksForPatience, checkNothingNoticed, checkPatienceOf } from '../patience.ts'
import { onSmallDisk } from '../small-disk.ts'

const NOTICED_WITHIN_MS = 120_000
/** Each change of an event is a row of the outbox, of this size at least. */
const LONG = 'x'.repeat(4000)

/** Buyers are asked to come again, and served as soon as there is room. */
export const seatStoreFull: Fault = (t, platform) =>
  onSmallDisk(platform.servers, 'dynamodb', async (disk) => {
    const crowd = await underLoad(t, platform, async (crowd) => {
      const before = crowd.failures.length
      await disk.fill()
      const isNoticed = async () => crowd.failures.length > before
      await until('somebody is asked to come again', isNoticed, NOTICED_WITHIN_MS)
      await disk.empty()
      t.diagnostic(`sells ${await sold(crowd)} ms after there was room again`)
    })
    checkPatienceOf(crowd)
    return crowd
  })

/** No event is changed; who is inside buys. */
export const mysqlFull: Fault = (t, platform) =>
  onSmallDisk(platform.servers, 'mysql', async (disk) => {
    const { url } = platform
    const organizer = await newOrganizer(url)
    const buyer = await newBuyer(url)
    const eventId = await eventOnSale(organizer)
    const { event_id: changedId } = await draftEvent(organizer)
    const change = () =>
      organizer.rest.call('PATCH', `/v1/events/${changedId}`, { body: { description: LONG } })
    const status = async () => (await change()).status
    const crowd = await underLoad(t, platform, async () => {
      await disk.fill()
      const isFull = async () => (await status()) === 503
      await until('no event can be changed', isFull, NOTICED_WITHIN_MS)
      await asksForPatience(change())
      const { reservation_id: id } = await reserve(buyer, eventId, { seats: ['B1'] })
      expectStatus(await book(buyer, id), 201)
      await disk.empty()
      await until('events are changed again', async () => (await status()) === 200)
    })
    checkNothingNoticed(crowd)
    return crowd
  })

/** The broker gives up, and is started again by whoever has made room; nothing is left untold. */
export const kafkaFull: Fault = (t, platform) =>
  onSmallDisk(platform.servers, 'kafka', async (disk) => {
    const { servers } = platform
    const crowd = await underLoad(t, platform, async (crowd) => {
      await disk.fill()
      const hasEnded = async () => !(await servers.isRunning('kafka'))
      await until('the broker has ended', hasEnded, NOTICED_WITHIN_MS)
      await sold(crowd)
      await disk.empty()
      await servers.up(['kafka'])
    })
    checkNothingNoticed(crowd)
    await untilTold(t, await platform.settings())
    return crowd
  })
