import { eventOnSale, reserve, book } from '../../e2e/box-office.ts'
import { admits, sell, withApiKey } from '../../e2e/door.ts'
import { logIn, newBuyer, newOrganizer } from '../../e2e/people.ts'
import { expectStatus, Rest } from '../../e2e/rest.ts'
import { until } from '../../e2e/until.ts'
import { without } from '../away.ts'
import { type Fault, underLoad } from '../fault-case.ts'
import { asksForPatience, checkNothingNoticed } from '../patience.ts'

const venue = { venue_name: 'Sala', city: 'Madrid', country: 'ES', time_zone: 'Europe/Madrid' }

/** Nobody logs in and no event is made; who is inside buys, and a device at the door goes on. */
export const mysqlAway: Fault = async (t, platform) => {
  const { url, servers } = platform
  const organizer = await newOrganizer(url)
  const device = await withApiKey(organizer)
  const buyer = await newBuyer(url)
  const { email, password } = buyer
  const eventId = await eventOnSale(organizer)
  const { tickets } = await sell(buyer, eventId, { seats: ['A1', 'A2'] })
  const [early, late] = tickets.map(({ code }) => code)
  // Whose the key is and who may scan is asked once: they go on with what they know.
  await admits(device, eventId, early ?? '')
  const act = async () => {
    await asksForPatience(new Rest(url).post('/v1/auth/login', { email, password }))
    await asksForPatience(organizer.rest.post('/v1/venues', venue))
    await admits(device, eventId, late ?? '')
    const { reservation_id: id } = await reserve(buyer, eventId, { seats: ['B1'] })
    expectStatus(await book(buyer, id), 201)
  }
  const crowd = await underLoad(t, platform, async () => {
    await without(servers, 'mysql', { act })
    const logsIn = () =>
      logIn(url, buyer).then(
        () => true,
        () => false,
      )
    await until('there are logins again', logsIn)
  })
  checkNothingNoticed(crowd)
  return crowd
}
